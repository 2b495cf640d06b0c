/** How the picture is made: on a GPU, or as planes on the CPU. See `renderer/stage/compositor/choose.ts`. */
export const compositorNames = ['webgl2', 'planar'] as const;
export type CompositorName = (typeof compositorNames)[number];

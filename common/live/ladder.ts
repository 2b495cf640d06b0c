/** What a picture is encoded as: the chosen one, or a lowered one for a link that cannot carry it. */
export type Rung = {
  /** Video, kilobits per second. */
  readonly kbps: number;
  readonly fps: number;
  /** Even, pixels. */
  readonly width: number;
  readonly height: number;
};

/** One step of the ladder. It holds while the link carries at least `share` of the chosen video bitrate. */
export type LadderStep = {
  /** Of the chosen video bitrate, 0..1. */
  readonly share: number;
  /** Every how many-th frame of the programme is encoded. */
  readonly everyFrame: 1 | 2;
  /** Of the canvas's width and height. */
  readonly scale: number;
};

/**
 * The ladder: first the bitrate alone goes down, then the frame rate, then the size. Sound is never
 * touched. Between two steps the bitrate follows the link.
 */
export const LADDER: readonly LadderStep[] = [
  { share: 0.33, everyFrame: 1, scale: 1 },
  { share: 0.2, everyFrame: 2, scale: 1 },
  { share: 0.12, everyFrame: 2, scale: 0.75 },
  { share: 0, everyFrame: 2, scale: 0.5 },
];

/** The picture is never sent with less than this, kilobits per second: below it there is nothing to see. */
export const LOWEST_KBPS = 150;

const even = (pixels: number): number => Math.max(2, Math.round(pixels / 2) * 2);

/** The step of the ladder for `kbps` out of `chosen.kbps`: an index of `LADDER`. */
export const stepFor = (kbps: number, chosenKbps: number): number => {
  const index = LADDER.findIndex(({ share }) => kbps >= share * chosenKbps);
  return index < 0 ? LADDER.length - 1 : index;
};

/** What the picture is at a step of the ladder with `kbps` to spend. */
export function rungAt(step: number, kbps: number, chosen: Rung): Rung {
  const { everyFrame, scale } = LADDER[Math.min(step, LADDER.length - 1)] as LadderStep;
  return {
    kbps: Math.round(Math.min(chosen.kbps, Math.max(Math.min(LOWEST_KBPS, chosen.kbps), kbps))),
    fps: chosen.fps / everyFrame,
    width: scale === 1 ? chosen.width : even(chosen.width * scale),
    height: scale === 1 ? chosen.height : even(chosen.height * scale),
  };
}

import type { Compositor } from './backend.ts';
import type { Webgl2 } from './webgl2/webgl2.ts';

/**
 * Goes on with another compositor for as long as the GPU's context is gone, and comes back to the
 * GPU when the browser restores it. The screen stands still meanwhile: its canvas belongs to the
 * context. No frame is lost.
 */
export function createResilient(gpu: Webgl2, createOther: () => Compositor): Compositor {
  let other: Compositor | null = null;
  return {
    name: gpu.name,
    async compose(picture, timestampUs, durationUs) {
      if (!gpu.isLost)
        try {
          const frame = await gpu.compose(picture, timestampUs, durationUs);
          other?.dispose();
          other = null;
          return frame;
        } catch (error) {
          if (!gpu.isLost) throw error;
        }
      other ??= createOther();
      return other.compose(picture, timestampUs, durationUs);
    },
    present: () => gpu.present(),
    dispose() {
      gpu.dispose();
      other?.dispose();
    },
  };
}

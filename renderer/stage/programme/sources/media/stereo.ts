import type { AudioSample } from 'mediabunny';

/** Left and right, equally long. */
export type Stereo = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];

const HALF_POWER = Math.SQRT1_2;

/** Gains into left and right of each channel, as Web Audio mixes down (section 4.3, "speakers"). */
function gainsOf(channels: number): readonly (readonly [number, number])[] {
  switch (channels) {
    case 1:
      return [[1, 1]];
    case 4:
      return [
        [0.5, 0],
        [0, 0.5],
        [0.5, 0],
        [0, 0.5],
      ];
    case 6:
      return [
        [1, 0],
        [0, 1],
        [HALF_POWER, HALF_POWER],
        [0, 0],
        [HALF_POWER, 0],
        [0, HALF_POWER],
      ];
    default:
      return [
        [1, 0],
        [0, 1],
      ];
  }
}

/** Two channels of a decoded stretch of sound, without its first `skip` samples; a mono file is heard on both. */
export function stereoOf(sample: AudioSample, skip: number, count: number): Stereo {
  const out: Stereo = [new Float32Array(count), new Float32Array(count)];
  const channel = new Float32Array(count);
  for (const [planeIndex, gains] of gainsOf(sample.numberOfChannels).entries()) {
    if (gains[0] === 0 && gains[1] === 0) continue;
    const format = 'f32-planar';
    sample.copyTo(channel, { planeIndex, format, frameOffset: skip, frameCount: count });
    for (const [side, gain] of gains.entries()) {
      const into = out[side as 0 | 1];
      if (gain !== 0)
        for (let at = 0; at < count; at++)
          into[at] = (into[at] as number) + gain * (channel[at] as number);
    }
  }
  return out;
}

/** Amplitude of a tone in some sound, dB (Hann window). */
export function toneDb(
  samples: ArrayLike<number>,
  frequencyHz: number,
  sampleRate: number,
): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    const window = 1 - Math.cos((2 * Math.PI * i) / samples.length);
    const angle = (2 * Math.PI * frequencyHz * i) / sampleRate;
    re += (samples[i] as number) * window * Math.cos(angle);
    im += (samples[i] as number) * window * Math.sin(angle);
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / Math.max(1, samples.length) || 1e-10);
}

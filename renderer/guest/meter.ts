/** Louder than this counts as heard, linear. */
const HEARD = 0.02;
const LOOK_EVERY_MS = 100;
/** What the bar spans, dB below full scale. */
const SPAN_DB = 60;

/** Shows how loud a microphone is until it is stopped. */
export function showLevel(
  stream: MediaStream,
  onLevel: (share: number, heard: boolean) => void,
): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let heard = false;
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let peak = 0;
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    heard ||= peak > HEARD;
    onLevel(Math.max(0, Math.min(1, 1 + (20 * Math.log10(peak || 1e-6)) / SPAN_DB)), heard);
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

import { gainOfDb, SAMPLE_RATE } from '../../../common/media/units.ts';
import type { Mixer } from '../../../common/show/mixer.ts';
import { sinkOf } from './monitor.ts';

/** A fifth upwards, quiet, hertz and seconds. */
const NOTES = [
  { hz: 587.33, from: 0 },
  { hz: 880, from: 0.14 },
] as const;
const LENGTH_SECONDS = 0.45;
const LOUD_DB = -24;

/**
 * Two soft notes on the monitor's device, in a context of its own: the mixer, and so the programme,
 * knows nothing of it. Silent where no device is chosen, for a loudspeaker would be heard by the microphone.
 */
export async function chime({ deviceId, gainDb }: Mixer['monitor']): Promise<void> {
  if (deviceId === null) return;
  const context = new AudioContext({
    sampleRate: SAMPLE_RATE,
    sinkId: sinkOf(deviceId),
  } as AudioContextOptions);
  try {
    const loud = gainOfDb(LOUD_DB + gainDb);
    const startSeconds = context.currentTime + 0.05;
    for (const { hz, from } of NOTES) {
      const note = new OscillatorNode(context, { frequency: hz });
      const envelope = new GainNode(context, { gain: 0 });
      const at = startSeconds + from;
      envelope.gain.setValueAtTime(0, at);
      envelope.gain.linearRampToValueAtTime(loud, at + 0.02);
      envelope.gain.exponentialRampToValueAtTime(loud / 1_000, at + LENGTH_SECONDS);
      note.connect(envelope).connect(context.destination);
      note.start(at);
      note.stop(at + LENGTH_SECONDS);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_200));
  } finally {
    await context.close();
  }
}

import { gainOfDb, SAMPLE_RATE } from '../../../common/media/units.ts';
import type { Mixer } from '../../../common/show/mixer.ts';
import workletUrl from './worklets.ts?worker&url';

type MonitorSettings = Mixer['monitor'];

/** The system's own choice of device has this id among the contexts'. */
const sinkOf = (deviceId: string): string => (deviceId === 'default' ? '' : deviceId);

/** Plays the mixer's monitor on a device of its own clock; the programme's graph knows nothing of it. */
export class Monitor {
  readonly #context: AudioContext;
  readonly #gain: GainNode;
  #deviceId: string;

  private constructor(context: AudioContext, deviceId: string) {
    this.#context = context;
    this.#deviceId = deviceId;
    this.#gain = new GainNode(context);
  }

  /** `sound` is where the mixer sends. Rejects where the device cannot be opened. */
  static async create(sound: MessagePort, deviceId: string): Promise<Monitor> {
    const sinkId = sinkOf(deviceId);
    const context = new AudioContext({
      sampleRate: SAMPLE_RATE,
      latencyHint: 'interactive',
      ...(sinkId && { sinkId }),
    } as AudioContextOptions);
    const monitor = new Monitor(context, deviceId);
    await context.audioWorklet.addModule(workletUrl);
    const player = new AudioWorkletNode(context, 'monitor', {
      numberOfInputs: 0,
      outputChannelCount: [2],
    });
    player.port.postMessage(sound, [sound]);
    player.connect(monitor.#gain).connect(context.destination);
    return monitor;
  }

  /** While `on` is false the device is let go. */
  async set({ deviceId, gainDb }: MonitorSettings, on: boolean): Promise<void> {
    this.#gain.gain.setTargetAtTime(gainOfDb(gainDb), this.#context.currentTime, 0.01);
    if (deviceId !== null && deviceId !== this.#deviceId) {
      this.#deviceId = deviceId;
      await (this.#context as unknown as { setSinkId(id: string): Promise<void> }).setSinkId(
        sinkOf(deviceId),
      );
    }
    if (on && this.#context.state !== 'running') await this.#context.resume();
    else if (!on && this.#context.state === 'running') await this.#context.suspend();
  }
}

import { gainOfDb, SAMPLE_RATE } from '../../../common/media/units.ts';
import type { Mixer } from '../../../common/show/mixer.ts';
import workletUrl from './worklets.ts?worker&url';

type MonitorSettings = Mixer['monitor'];

// In Chromium since 110; not in TypeScript's DOM library.
type SinkContext = AudioContext & {
  readonly sinkId: string;
  setSinkId(id: string): Promise<void>;
};

/** The system's own choice of device has this id among the contexts'. */
export const sinkOf = (deviceId: string): string => (deviceId === 'default' ? '' : deviceId);

/** Plays the mixer's monitor on a device of its own clock; the programme's graph knows nothing of it. */
export class Monitor {
  readonly #context: SinkContext;
  readonly #gain: GainNode;
  readonly #onProblem: (error: unknown) => void;
  /** The device that is wanted; played on only once the context has taken it. */
  #deviceId: string | null = null;
  #on = false;
  #failed = false;

  private constructor(context: SinkContext, onProblem: (error: unknown) => void) {
    this.#context = context;
    this.#onProblem = onProblem;
    this.#gain = new GainNode(context);
    context.addEventListener('error', () =>
      this.#fail(new DOMException('the device is gone', 'NotFoundError')),
    );
  }

  /** `sound` is where the mixer sends. `onProblem` tells why nothing is heard; null when that is over. */
  static async create(sound: MessagePort, onProblem: (error: unknown) => void): Promise<Monitor> {
    // Silent until the device is known, so that nothing is heard on a wrong one.
    const context = new AudioContext({
      sampleRate: SAMPLE_RATE,
      latencyHint: 'interactive',
      sinkId: { type: 'none' },
    } as AudioContextOptions) as SinkContext;
    const monitor = new Monitor(context, onProblem);
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
    this.#on = on && deviceId !== null;
    const isOther = deviceId !== null && deviceId !== this.#deviceId;
    if (deviceId !== null) this.#deviceId = deviceId;
    if (isOther) await this.#open();
    else await this.#run();
  }

  /** Tries again a device that could not be opened: devices have come or gone. */
  async retry(): Promise<void> {
    if (this.#failed) await this.#open();
  }

  async #open(): Promise<void> {
    const wanted = this.#deviceId;
    if (wanted === null) return;
    try {
      await this.#context.setSinkId(sinkOf(wanted));
      if (wanted !== this.#deviceId) return;
      if (this.#failed) this.#onProblem(null);
      this.#failed = false;
      await this.#run();
    } catch (error) {
      if (wanted === this.#deviceId) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.#onProblem(error);
    void this.#context.suspend();
  }

  async #run(): Promise<void> {
    const runs = this.#context.state === 'running';
    if (this.#on && !runs && !this.#failed) await this.#context.resume();
    else if (!this.#on && runs) await this.#context.suspend();
  }
}

import type { MessagePortMain } from 'electron';
import type { OutputEvent, OutputOrder } from '../../common/ipc/output.ts';
import type { OutputFigures } from '../live/broadcast.ts';
import { Program } from './program.ts';

export type OutputOptions = {
  /** Runs each time a process has started. */
  readonly onStarted: () => void;
  readonly onEvent: (event: OutputEvent) => void;
  /** It ended without being told to; another is on its way. */
  readonly onLost: () => void;
  /** Whether silence of the process would harm anything now. */
  readonly needed: () => boolean;
  /** Its counters; null when it does not answer within a second. */
  readonly figures: () => Promise<OutputFigures | null>;
};

/** How often the output process is asked for a sign of life, ms (each waits 1 s at most), and how often in vain. */
const WATCH_EVERY_MS = 1_500;
const HUNG_AFTER = 5;

/** The output process as main knows it: one that ends or hangs while it is needed is replaced. */
export class Output {
  readonly #options: OutputOptions;
  readonly #program: Program<OutputOrder, OutputEvent>;
  #restarts = 0;
  #firstPacketAtMs: number | null = null;
  #watchdog: NodeJS.Timeout | undefined;
  #unanswered = 0;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.#program = new Program({
      file: 'output.mjs',
      name: 'Anchor Studio Output',
      onStarted: options.onStarted,
      onEvent: (event) => {
        if (event.type === 'firstPacket') this.#firstPacketAtMs ??= event.atEpochMs;
        options.onEvent(event);
      },
      onLost: () => {
        this.#restarts++;
        options.onLost();
      },
    });
  }

  start(): void {
    this.#program.start();
    this.#watchdog = setInterval(() => void this.#watch(), WATCH_EVERY_MS);
  }

  /** A process that hangs while it is needed would be silence that nobody notices. */
  async #watch(): Promise<void> {
    if (!this.#options.needed() || !this.running) this.#unanswered = 0;
    else if ((await this.#options.figures()) !== null) this.#unanswered = 0;
    else if (++this.#unanswered >= HUNG_AFTER) {
      this.#unanswered = 0;
      this.#program.replaceHung();
    }
  }

  /** An order to a process that is not there is dropped: `onStarted` brings the next one up to date. */
  order(order: OutputOrder, ports: MessagePortMain[] = []): void {
    this.#program.order(order, ports);
  }

  get running(): boolean {
    return this.#program.running;
  }

  get pid(): number | null {
    return this.#program.pid;
  }

  /** Processes lost and replaced. */
  get restarts(): number {
    return this.#restarts;
  }

  /** When the first media packet was handed to a socket, milliseconds since the epoch. */
  get firstPacketAtMs(): number | null {
    return this.#firstPacketAtMs;
  }

  stop(): void {
    clearInterval(this.#watchdog);
    this.#program.stop();
  }
}

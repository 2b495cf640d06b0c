import { join } from 'node:path';
import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { log } from '../log.ts';

export type ProgramOptions<Event> = {
  /** File in the main bundle's folder, e.g. `output.mjs`. */
  readonly file: string;
  /** As the system's process list shows it. */
  readonly name: string;
  /** Runs each time a process has started. */
  readonly onStarted: () => void;
  readonly onEvent: (event: Event) => void;
  /** It ended without being told to; another is on its way. */
  readonly onLost: (exitCode: number) => void;
};

/** Wait before a program that ends again and again is started once more, ms. */
const SLOW_RESTART_MS = 1000;
/** A program that ran at least this long is started again at once, ms. */
const HEALTHY_MS = 3000;

/** Keeps one utility process running. */
export class Program<Order, Event> {
  readonly #options: ProgramOptions<Event>;
  #process: UtilityProcess | null = null;
  #stopping = false;

  constructor(options: ProgramOptions<Event>) {
    this.#options = options;
  }

  start(): void {
    this.#stopping = false;
    const { file, name, onStarted, onEvent } = this.#options;
    const startedAt = Date.now();
    const child = utilityProcess.fork(join(import.meta.dirname, file), [], {
      serviceName: name,
      stdio: 'inherit',
    });
    this.#process = child;
    child.once('spawn', onStarted);
    child.on('message', (message) => {
      if (this.#process === child) onEvent(message as Event);
    });
    child.once('exit', (code) => {
      if (this.#process !== child) return;
      this.#process = null;
      if (this.#stopping) return;
      log(`${name} process ended (${code}); starting a new one`);
      this.#options.onLost(code);
      const wait = Date.now() - startedAt > HEALTHY_MS ? 0 : SLOW_RESTART_MS;
      setTimeout(() => {
        if (!this.#stopping) this.start();
      }, wait);
    });
  }

  /** An order to a process that is not there is dropped: `onStarted` brings the next one up to date. */
  order(order: Order, ports: MessagePortMain[] = []): void {
    this.#process?.postMessage(order, ports);
  }

  get running(): boolean {
    return this.#process !== null;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Ends a process that hangs, which no polite signal would: `onLost` and another one follow. */
  replaceHung(): void {
    const pid = this.#process?.pid;
    if (!pid) return;
    log(`${this.#options.name} process does not answer; ending it`);
    process.kill(pid, 'SIGKILL');
  }

  stop(): void {
    this.#stopping = true;
    this.#process?.kill();
  }
}

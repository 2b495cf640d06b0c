import type { RtmpSession } from './session.ts';

/** A cable that is cut on purpose for a while. */
export class Drill {
  #timer: NodeJS.Timeout | undefined;
  #session: RtmpSession | null = null;
  #mended: (() => void) | null = null;

  get running(): boolean {
    return this.#session !== null;
  }

  /** Cuts the session's cable. Resolves when it is mended; what became of the session meanwhile is settled then. */
  cut(session: RtmpSession, seconds: number): Promise<void> {
    this.#session = session;
    session.cutCable();
    return new Promise((resolve) => {
      this.#mended = resolve;
      this.#timer = setTimeout(() => this.mend(), seconds * 1_000);
    });
  }

  mend(): void {
    clearTimeout(this.#timer);
    this.#session?.mendCable();
    this.#session = null;
    this.#mended?.();
    this.#mended = null;
  }
}

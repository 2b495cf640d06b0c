/** Louder than this is speech, linear (about -40 dBFS), and for so long after it, ms. */
const LOUD = 0.01;
const HOLD_MS = 600;

/** How loud what comes now is, linear; 0 where nothing does. */
export const levelOf = (receiver: RTCRtpReceiver | undefined): number =>
  receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;

/** Tells who speaks from the level that comes with the sound. */
export class SpeakingWatch {
  #speaks = false;
  #loudAtMs = Number.NEGATIVE_INFINITY;

  get speaks(): boolean {
    return this.#speaks;
  }

  /** True where it has changed. */
  look(receiver: RTCRtpReceiver | undefined, nowMs: number): boolean {
    return this.lookAt(levelOf(receiver), nowMs);
  }

  /** @param level linear, 0 to 1 */
  lookAt(level: number, nowMs: number): boolean {
    if (level > LOUD) this.#loudAtMs = nowMs;
    const speaks = nowMs - this.#loudAtMs < HOLD_MS;
    const isOther = speaks !== this.#speaks;
    this.#speaks = speaks;
    return isOther;
  }
}

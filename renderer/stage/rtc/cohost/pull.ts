/**
 * Keeps a remote sound coming: Chromium decodes the sound of connections only while an element
 * plays it. This one is silent.
 */
export class Pull {
  readonly #element = new Audio();

  constructor(track: MediaStreamTrack) {
    this.#element.muted = true;
    this.#element.srcObject = new MediaStream([track]);
    void this.#element.play().catch(() => undefined);
  }

  stop(): void {
    this.#element.pause();
    this.#element.srcObject = null;
  }
}

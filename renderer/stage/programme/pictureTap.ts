/** Gives the programme's frames to a track of the page, as many as it takes; the rest it goes without. */
export class PictureTap {
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  #isOpen = true;

  constructor(frames: WritableStream<VideoFrame>) {
    this.#writer = frames.getWriter();
    this.#writer.closed.catch(() => {
      this.#isOpen = false;
    });
  }

  /** Borrows the frame: the caller closes it. */
  take(frame: VideoFrame): void {
    if (!this.#isOpen || (this.#writer.desiredSize ?? 0) <= 0) return;
    const copy = frame.clone();
    // Written, it is the track's, which closes it.
    this.#writer.write(copy).catch(() => copy.close());
  }

  close(): void {
    this.#isOpen = false;
    this.#writer.abort().catch(() => undefined);
  }
}

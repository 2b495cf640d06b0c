/** One picture in waiting: at first a second hold on a frame, then a copy of it. */
type Held = { frame: VideoFrame; uses: number };

/**
 * Frames kept by revision for a while. A frame of a camera or decoder comes from a small pool that must
 * not run dry, so it is copied; the copy takes its place as soon as it is made.
 */
export class HeldFrames {
  readonly #held = new Map<number, Held>();
  /** No longer held, but perhaps still being drawn. */
  #retired: VideoFrame[] = [];

  /** Holds a frame once more; each hold is let go once. `make` is called where the revision is new. */
  hold(revision: number, make: () => VideoFrame, pooled: boolean): void {
    const known = this.#held.get(revision);
    if (known) {
      known.uses++;
      return;
    }
    const held = { frame: make(), uses: 1 };
    this.#held.set(revision, held);
    if (pooled) void this.#replace(held);
  }

  /** The frame to show now; null where none is held. */
  of(revision: number): VideoFrame | null {
    return this.#held.get(revision)?.frame ?? null;
  }

  letGo(revision: number): void {
    const held = this.#held.get(revision);
    if (!held || --held.uses > 0) return;
    this.#held.delete(revision);
    this.#retired.push(held.frame);
  }

  /** Closes what was let go before; to be called when the picture that showed it is done. */
  sweep(): void {
    for (const frame of this.#retired.splice(0)) frame.close();
  }

  async #replace(held: Held): Promise<void> {
    const { frame } = held;
    const copy = await copyOf(frame).catch(() => null);
    if (!copy) return;
    if (held.uses === 0) {
      copy.close();
      return;
    }
    held.frame = copy;
    this.#retired.push(frame);
  }
}

/** A frame of its own memory; null where the pixels cannot be read as they are. */
async function copyOf(frame: VideoFrame): Promise<VideoFrame | null> {
  const { format, visibleRect, displayWidth, displayHeight, timestamp } = frame;
  if (!format || !visibleRect) return null;
  const colorSpace = frame.colorSpace.toJSON();
  const data = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(data);
  const init = {
    format,
    codedWidth: visibleRect.width,
    codedHeight: visibleRect.height,
    displayWidth,
    displayHeight,
    timestamp,
    layout,
    colorSpace,
    transfer: [data.buffer],
  };
  return new VideoFrame(data, init as VideoFrameBufferInit);
}

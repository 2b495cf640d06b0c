import type { Canvas } from '../../../common/show/schema.ts';
import { VideoEncode } from '../encode/video.ts';

/** Frames under way at a time: enough that the encoder never waits for us. */
const AHEAD = 8;
/** However much is asked for, seconds of programme. */
const MOST_SECONDS = 10;
/** A machine that is slower than this is told what it did until then, times real time. */
const SLOWEST = 2;
/** The picture moves about by so many pixels, or there would be nothing to encode. */
const MOVE = 16;

/**
 * How fast this machine encodes the programme's picture: one picture, moved about, as fast as the
 * encoder takes it. Thrown away.
 */
export class EncoderMeasure {
  readonly #config: VideoEncoderConfig;
  readonly #canvas: Canvas;
  readonly #seconds: number;
  #give: ((picture: VideoFrame | null) => void) | null = null;
  #isCancelled = false;
  /** Frames a second; 0 where it was cancelled before it could say. */
  readonly result: Promise<number>;

  constructor(config: VideoEncoderConfig, canvas: Canvas, seconds: number) {
    this.#config = config;
    this.#canvas = canvas;
    this.#seconds = Math.min(MOST_SECONDS, seconds);
    const picture = new Promise<VideoFrame | null>((resolve) => {
      this.#give = resolve;
    });
    this.result = picture.then((it) => (it ? this.#run(it) : 0));
  }

  get wantsPicture(): boolean {
    return this.#give !== null;
  }

  /** Borrows the frame. */
  offer(frame: VideoFrame): void {
    this.#give?.(frame.clone());
    this.#give = null;
  }

  /** A broadcast comes first. */
  cancel(): void {
    this.#isCancelled = true;
    this.#give?.(null);
    this.#give = null;
  }

  async #run(picture: VideoFrame): Promise<number> {
    const { width, height, fps } = this.#canvas;
    const total = Math.ceil(this.#seconds * fps);
    const began = performance.now();
    const isOver = () =>
      this.#isCancelled || performance.now() - began > this.#seconds * SLOWEST * 1000;
    let [done, firstMs, lastMs] = [0, 0, 0];
    let wake = () => {};
    let error: Error | null = null;
    const target = { width, height, fps, bitrate: this.#config.bitrate ?? 0 };
    const encode = new VideoEncode(this.#config, target, {
      onFormat: () => {},
      onPacket: () => {
        lastMs = performance.now();
        if (done++ === 0) firstMs = lastMs;
        wake();
      },
      onError: (it) => {
        error = it;
        wake();
      },
    });
    try {
      for (let at = 0; at < total && !isOver() && !error; at++) {
        const frame = moved(picture, at, fps);
        encode.encode(frame, at === 0);
        frame.close();
        while (encode.queued >= AHEAD && !error && !isOver())
          await new Promise<void>((resolve) => {
            wake = resolve;
            setTimeout(resolve, 100);
          });
      }
      if (isOver()) encode.close();
      else await encode.finish();
    } catch {
      // What came out until then counts.
    } finally {
      picture.close();
    }
    return done > 1 ? ((done - 1) * 1000) / (lastMs - firstMs) : 0;
  }
}

/** The picture a little further on, in the same size. */
function moved(picture: VideoFrame, at: number, fps: number): VideoFrame {
  const { x = 0, y = 0, width = 0, height = 0 } = picture.visibleRect ?? {};
  const by = (at % MOVE) & ~1;
  const visibleRect = { x: x + by, y: y + by, width: width - MOVE, height: height - MOVE };
  return new VideoFrame(picture, { timestamp: Math.round((at * 1_000_000) / fps), visibleRect });
}

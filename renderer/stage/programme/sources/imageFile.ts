import { mediaUrl } from '../../../../common/ipc/media.ts';
import type { ErrorCode } from '../../../../common/result.ts';
import type { Layer } from '../../compositor/backend.ts';
import { imageSize } from './imageSize.ts';
import { nextRevision, type Size } from './picture.ts';

/** A small file can claim to be a huge picture, which would take 4 bytes for each pixel: 8192 × 8192. */
const MAX_PIXELS = 2 ** 26;
/** The size stands in a file's head, in a photograph after its EXIF data. */
const HEAD_BYTES = 512 * 1024;
/** A frame of an animation that says it lasts less is shown for 100 ms, as browsers do. */
const LEAST_FRAME_US = 11_000;
const HASTY_FRAME_US = 100_000;
/** An animation that is further behind than this goes on from here. */
const LATE_US = 1_000_000;

// In Chromium since 94; not in TypeScript's DOM library.
type ImageDecoderTrack = { readonly animated: boolean; readonly frameCount: number };
declare class ImageDecoder {
  constructor(init: { data: ArrayBuffer; type: string });
  readonly tracks: {
    readonly ready: Promise<void>;
    readonly selectedTrack: ImageDecoderTrack | null;
  };
  decode(options: { frameIndex: number }): Promise<{ image: VideoFrame }>;
  close(): void;
}

/** An image as it is shown: still, or moving by itself. */
export type LoadedImage = {
  readonly size: Size;
  /** What is seen at a moment of programme time; a moving image goes on by it. */
  content(timeUs: number): Layer['content'];
  close(): void;
};

/** Why an image cannot be shown. */
export class ImageError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

/** Loads an image file by the path that the document has for it. Throws an `ImageError`. */
export async function loadImage(path: string): Promise<LoadedImage> {
  const answer = await fetch(mediaUrl(path)).catch(() => null);
  if (!answer?.ok)
    throw new ImageError(answer?.status === 404 ? 'FILE_MISSING' : 'FILE_UNREADABLE');
  const blob = await answer.blob().catch(() => null);
  if (!blob) throw new ImageError('FILE_UNREADABLE');
  const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  const claimed = imageSize(head);
  if (claimed && claimed.width * claimed.height > MAX_PIXELS) throw new ImageError('IMAGE_INVALID');
  try {
    const type = movingType(head);
    const moving = type ? await animationOf(await blob.arrayBuffer(), type) : null;
    return moving ?? stillOf(await createImageBitmap(blob));
  } catch {
    throw new ImageError('IMAGE_INVALID');
  }
}

function stillOf(image: ImageBitmap): LoadedImage {
  const content = { kind: 'bitmap', image, revision: nextRevision() } as const;
  return {
    size: { width: image.width, height: image.height },
    content: () => content,
    close: () => image.close(),
  };
}

/** The type of a file that may move, by its first bytes: what it is called says nothing. */
function movingType(head: Uint8Array): string | null {
  const text = String.fromCharCode(...head.subarray(0, 12));
  if (text.startsWith('GIF8')) return 'image/gif';
  if (text.startsWith('\x89PNG')) return 'image/png';
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'image/webp';
  return text.slice(4, 8) === 'ftyp' && text.startsWith('avi', 8) ? 'image/avif' : null;
}

/** The image as an animation; null when it has one frame only. */
async function animationOf(data: ArrayBuffer, type: string): Promise<LoadedImage | null> {
  const decoder = new ImageDecoder({ data, type });
  await decoder.tracks.ready;
  const track = decoder.tracks.selectedTrack;
  if (!track?.animated || track.frameCount < 2) {
    decoder.close();
    return null;
  }
  const { image: first } = await decoder.decode({ frameIndex: 0 });
  return new Animation(decoder, track.frameCount, first);
}

/** Plays an animation by programme time, one frame decoded ahead; a late frame is never waited for. */
class Animation implements LoadedImage {
  readonly size: Size;
  readonly #decoder: ImageDecoder;
  readonly #frames: number;
  #current: VideoFrame;
  #index = 0;
  #next: VideoFrame | null = null;
  #decoding = false;
  #closed = false;
  #revision = nextRevision();
  /** When the current frame's time is over, µs; null before it is first seen. */
  #untilUs: number | null = null;

  constructor(decoder: ImageDecoder, frames: number, first: VideoFrame) {
    this.#decoder = decoder;
    this.#frames = frames;
    this.#current = first;
    this.size = { width: first.displayWidth, height: first.displayHeight };
  }

  content(timeUs: number): Layer['content'] {
    this.#untilUs ??= timeUs + lengthOf(this.#current);
    if (timeUs >= this.#untilUs) this.#advance(timeUs);
    this.#decodeAhead();
    return { kind: 'video', frame: this.#current, revision: this.#revision };
  }

  #advance(timeUs: number): void {
    if (!this.#next || this.#untilUs === null) return;
    this.#current.close();
    this.#current = this.#next;
    this.#next = null;
    this.#index = (this.#index + 1) % this.#frames;
    this.#revision = nextRevision();
    const began = timeUs - this.#untilUs > LATE_US ? timeUs : this.#untilUs;
    this.#untilUs = began + lengthOf(this.#current);
  }

  #decodeAhead(): void {
    if (this.#next || this.#decoding) return;
    this.#decoding = true;
    const frameIndex = (this.#index + 1) % this.#frames;
    this.#decoder.decode({ frameIndex }).then(
      ({ image }) => {
        this.#decoding = false;
        if (this.#closed) image.close();
        else this.#next = image;
      },
      // A frame that cannot be decoded ends the movement; the last picture stays.
      () => {},
    );
  }

  close(): void {
    this.#closed = true;
    this.#current.close();
    this.#next?.close();
    this.#decoder.close();
  }
}

const lengthOf = ({ duration }: VideoFrame): number =>
  duration === null || duration < LEAST_FRAME_US ? HASTY_FRAME_US : duration;

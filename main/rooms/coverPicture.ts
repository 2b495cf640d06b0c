import { readFile, stat } from 'node:fs/promises';
import { nativeImage } from 'electron';
import { err, ok, type Result } from '../../common/result.ts';
import { roomLimits } from '../../common/rooms/api.ts';
import { pictureSize } from './pictureSize.ts';

/** A photograph of any camera is below both. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_PIXELS = 120_000_000;
/** Longer side of a cover, pixels, from the one that is wanted to the one that surely fits. */
const SIDES = [1280, 960, 640, 320] as const;
const JPEG_QUALITY = 85;

const invalid = (file: string, why: string): Result<never> =>
  err('IMAGE_INVALID', `${file}: ${why}`, { path: file });

/** `RIFF`, four bytes of length, `WEBP` (developers.google.com/speed/webp/docs/riff_container). */
const isWebp = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
const isPng = (bytes: Buffer): boolean => bytes.toString('latin1', 1, 4) === 'PNG';

/**
 * A picture file as a cover: scaled down to what the room service takes, and written anew, so that
 * nothing of it but the picture leaves this machine (a photograph knows where it was taken).
 * `FILE_UNREADABLE`, `IMAGE_INVALID`.
 */
export async function coverPicture(file: string): Promise<Result<Uint8Array>> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) return invalid(file, `${size} bytes are too many for a cover`);
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err('FILE_UNREADABLE', `cannot read ${file} (${code})`, { path: file });
  }
  if (isWebp(bytes)) return webp(file, bytes);
  const size = pictureSize(bytes);
  // A small file can be a picture that no memory holds: it is not opened.
  if (!size || size.width * size.height > MAX_PIXELS)
    return invalid(file, 'neither PNG, JPEG nor WebP, or too many pixels');
  const whole = nativeImage.createFromBuffer(bytes);
  if (whole.isEmpty()) return invalid(file, 'neither PNG, JPEG nor WebP');
  const { width, height } = whole.getSize();
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(width, height));
    const picture = whole.resize({
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
      quality: 'best',
    });
    // A drawing may be see-through: it stays a PNG where that is small enough.
    const png = isPng(bytes) ? picture.toPNG() : null;
    if (png && png.length <= roomLimits.coverBytes) return ok(png);
    const jpeg = picture.toJPEG(JPEG_QUALITY);
    if (jpeg.length <= roomLimits.coverBytes) return ok(jpeg);
  }
  return invalid(file, 'it does not become small enough');
}

/** Chromium's image class in main reads no WebP: it goes as it is, without what is no picture. */
function webp(file: string, bytes: Buffer): Result<Uint8Array> {
  const chunks: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = 8 + bytes.readUInt32LE(at + 4);
    const chunk = bytes.subarray(at, at + length + (length % 2));
    const kind = chunk.toString('latin1', 0, 4);
    if (kind === 'VP8X' && chunk.length > 8) {
      // Says which chunks follow: no Exif (bit 3), no XMP (bit 2).
      const header = Buffer.from(chunk);
      header[8] = (header[8] ?? 0) & ~0b1100;
      chunks.push(header);
    } else if (kind !== 'EXIF' && kind !== 'XMP ') chunks.push(chunk);
    at += length + (length % 2);
  }
  const body = Buffer.concat(chunks);
  if (body.length === 0 || body.length + 12 > roomLimits.coverBytes)
    return invalid(file, `a WebP of more than ${roomLimits.coverBytes} bytes: use PNG or JPEG`);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  head.write('WEBP', 8, 'latin1');
  return ok(Buffer.concat([head, body]));
}

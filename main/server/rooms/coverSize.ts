type Size = { readonly width: number; readonly height: number };

/**
 * The size that a PNG, JPEG or WebP says it has, pixels; null where it says none. A file of a few
 * kilobytes can be a picture of gigabytes, which whoever sees it would have to unpack.
 */
export function coverSize(bytes: Buffer, kind: 'png' | 'jpg' | 'webp'): Size | null {
  try {
    const size =
      kind === 'png' ? pngSize(bytes) : kind === 'jpg' ? jpegSize(bytes) : webpSize(bytes);
    return size && size.width > 0 && size.height > 0 ? size : null;
  } catch (error) {
    // It ends where the size should be.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** IHDR is the first chunk (PNG 11.2.2). */
const pngSize = (bytes: Buffer): Size => ({
  width: bytes.readUInt32BE(16),
  height: bytes.readUInt32BE(20),
});

/** The largest frame header there is (ITU T.81, B.2.2): a decoder may believe any of them. */
function jpegSize(bytes: Buffer): Size | null {
  let largest: Size | null = null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return largest;
    const marker = bytes[at + 1] as number;
    // Fill bytes, and markers without a length.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    // What follows are entropy-coded data, or the end.
    else if (marker === 0xda || marker === 0xd9) return largest;
    else {
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
      if (isFrame) {
        const size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
        if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
      }
      at += 2 + bytes.readUInt16BE(at + 2);
    }
  }
  return largest;
}

/** The first chunk tells (RFC 9649, 2.5 to 2.7). */
function webpSize(bytes: Buffer): Size | null {
  const chunk = bytes.toString('latin1', 12, 16);
  if (chunk === 'VP8X')
    return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) };
  if (chunk === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (chunk !== 'VP8 ') return null;
  return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
}

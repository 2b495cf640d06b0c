/** Bits of an H.264 RBSP, most significant first; reading past its end gives zeros. */
class BitReader {
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.at++) {
      const byte = this.bytes[this.at >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.at & 7))) & 1);
    }
    return value;
  }

  /** Exp-Golomb, unsigned (ITU-T H.264 9.1). */
  ue(): number {
    let zeros = 0;
    while (zeros < 32 && this.at < this.bytes.length * 8 && this.bits(1) === 0) zeros++;
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** Exp-Golomb, signed (9.1.1). */
  se(): number {
    const value = this.ue();
    return value % 2 ? (value + 1) / 2 : -value / 2;
  }
}

/** Profiles whose SPS tells of its chroma format (7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
/** A side of a picture beyond this is nobody's, pixels. */
const MAX_SIDE = 16_384;
/** `avcC` before its first SPS (ISO/IEC 14496-15 5.3.3.1.2). */
const SPS_LENGTH_AT = 6;
const SEQUENCE_PARAMETER_SET = 7;

export type AvcConfig = {
  /** RFC 6381 name, e.g. `avc1.640028`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
};

/** Reads an AVCDecoderConfigurationRecord of a publisher; null where it is not one. */
export function readAvcConfig(description: Uint8Array): AvcConfig | null {
  if (description.length < SPS_LENGTH_AT + 2 || description[0] !== 1) return null;
  // Only 4-byte lengths are what our packets promise.
  if (((description[4] as number) & 3) !== 3 || ((description[5] as number) & 31) < 1) return null;
  const length =
    ((description[SPS_LENGTH_AT] as number) << 8) + (description[SPS_LENGTH_AT + 1] as number);
  const sps = description.subarray(SPS_LENGTH_AT + 2, SPS_LENGTH_AT + 2 + length);
  if (sps.length < length || length < 4 || ((sps[0] as number) & 31) !== SEQUENCE_PARAMETER_SET)
    return null;
  const size = sizeOfSps(sps);
  if (!size) return null;
  const name = Buffer.from(description.subarray(1, 4)).toString('hex');
  return { codec: `avc1.${name}`, ...size };
}

/** Size of the picture in pixels, after cropping (7.3.2.1.1, 7.4.2.1.1). */
function sizeOfSps(sps: Uint8Array): { width: number; height: number } | null {
  const reader = new BitReader(withoutEmulation(sps));
  reader.bits(8);
  const profile = reader.bits(8);
  reader.bits(16);
  reader.ue();
  const chroma = highProfiles.has(profile) ? skipHighProfile(reader) : 1;
  reader.ue();
  const pocType = reader.ue();
  if (pocType === 0) reader.ue();
  else if (pocType === 1) {
    reader.bits(1);
    reader.se();
    reader.se();
    const cycle = Math.min(255, reader.ue());
    for (let i = 0; i < cycle; i++) reader.se();
  }
  reader.ue();
  reader.bits(1);
  const columns = reader.ue() + 1;
  const rows = reader.ue() + 1;
  const framesOnly = reader.bits(1);
  if (!framesOnly) reader.bits(1);
  reader.bits(1);
  const crop = reader.bits(1) ? [reader.ue(), reader.ue(), reader.ue(), reader.ue()] : [0, 0, 0, 0];
  const cropX = chroma === 1 || chroma === 2 ? 2 : 1;
  const cropY = (chroma === 1 ? 2 : 1) * (2 - framesOnly);
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const width = columns * 16 - (left + right) * cropX;
  const height = rows * 16 * (2 - framesOnly) - (top + bottom) * cropY;
  const sane = (side: number) => side > 0 && side <= MAX_SIDE;
  return sane(width) && sane(height) ? { width, height } : null;
}

/** Reads past what only the high profiles have; its chroma format, 0 to 3. */
function skipHighProfile(reader: BitReader): number {
  const chroma = reader.ue();
  if (chroma === 3) reader.bits(1);
  reader.ue();
  reader.ue();
  reader.bits(1);
  if (!reader.bits(1)) return chroma;
  for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
    if (reader.bits(1)) skipScalingList(reader, list < 6 ? 16 : 64);
  }
  return chroma;
}

function skipScalingList(reader: BitReader, size: number): void {
  let last = 8;
  for (let i = 0, next = 8; i < size; i++) {
    if (next !== 0) next = (last + reader.se() + 256) % 256;
    if (next !== 0) last = next;
  }
}

/** A NAL unit without the bytes that keep start codes out of it (7.4.1). */
function withoutEmulation(nal: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (const [at, byte] of nal.entries()) {
    if (byte === 3 && at >= 2 && nal[at - 1] === 0 && nal[at - 2] === 0) continue;
    kept.push(byte);
  }
  return Uint8Array.from(kept);
}

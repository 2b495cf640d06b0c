/** OBU types of AV1 (specification 6.2.2). */
const TEMPORAL_DELIMITER = 2;
const SEQUENCE_HEADER = 1;

type Obu = { readonly type: number; readonly bytes: Uint8Array; readonly payload: Uint8Array };

/** The OBUs of a temporal unit; each has a size of its own (specification 5.3). */
function* obusOf(unit: Uint8Array): Generator<Obu> {
  let at = 0;
  while (at < unit.length) {
    const head = unit[at] ?? 0;
    const begin = at;
    at += head & 0x04 ? 2 : 1;
    let size = unit.length - at;
    if (head & 0x02) [size, at] = leb128(unit, at);
    const end = Math.min(unit.length, at + size);
    yield {
      type: (head >> 3) & 0x0f,
      bytes: unit.subarray(begin, end),
      payload: unit.subarray(at, end),
    };
    at = end;
  }
}

/** A number in groups of seven bits, the lowest first (4.10.5), and where it ends. */
function leb128(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let group = 0; group < 5 && at < bytes.length; group++) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * group);
    if (!(byte & 0x80)) break;
  }
  return [value, at];
}

/** A temporal unit without its delimiter, which files and FLV leave out (AV1 in ISOBMFF 2.4). */
export function withoutDelimiter(unit: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [first] = obusOf(unit);
  return first?.type === TEMPORAL_DELIMITER ? unit.subarray(first.bytes.length) : unit;
}

/**
 * AV1CodecConfigurationRecord (AV1 in ISOBMFF 2.3.3) from a keyframe: profile, level and tier as its
 * sequence header says, 8 bits and 4:2:0 as everything that the stage encodes is. Null where the
 * temporal unit has no sequence header.
 */
export function av1Description(unit: Uint8Array): Uint8Array | null {
  for (const { type, bytes, payload } of obusOf(unit)) {
    if (type !== SEQUENCE_HEADER) continue;
    const { profile, level, tier } = readSequenceHeader(payload);
    const head = [0x81, (profile << 5) | level, (tier << 7) | 0x0c, 0];
    const record = new Uint8Array(head.length + bytes.length);
    record.set(head);
    record.set(bytes, head.length);
    return record;
  }
  return null;
}

/** The beginning of a sequence header (specification 5.5.1), as far as the first operating point. */
function readSequenceHeader(bytes: Uint8Array) {
  let at = 0;
  const take = (bits: number): number => {
    let value = 0;
    for (let bit = 0; bit < bits; bit++, at++)
      value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
  const profile = take(3);
  const [, reduced] = [take(1), take(1)];
  if (reduced) return { profile, level: take(5), tier: 0 };
  if (take(1)) {
    // timing_info: two numbers of 32 bits, and perhaps an exponential-Golomb one; decoder_model_info.
    take(64);
    if (take(1)) skipGolomb(take);
    if (take(1)) take(47);
  }
  // initial_display_delay_present, the count of operating points, and what the first one is of.
  take(1 + 5 + 12);
  const level = take(5);
  return { profile, level, tier: level > 7 ? take(1) : 0 };
}

function skipGolomb(take: (bits: number) => number): void {
  let zeros = 0;
  while (zeros < 32 && !take(1)) zeros++;
  take(zeros);
}

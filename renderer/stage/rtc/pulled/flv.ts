/** Of a whole stream: what a tag of one second of a phone's picture never reaches, bytes. */
const MOST_TAG_BYTES = 2 * 1024 * 1024;
/** The head of the file and the size of the tag before the first one (Video File Format 10.1, annex E.2). */
const FILE_HEAD = 13;
const TAG_HEAD = 11;
const TAG_TAIL = 4;
const AUDIO = 8;
const VIDEO = 9;
/** AAC and AVC (E.4.2.1, E.4.3.1). */
const AAC = 10;
const AVC = 7;
const KEYFRAME = 1;

/** What stands in a stream. Times are the sender's, ms. */
export type FlvPart =
  | { readonly type: 'avcConfig'; readonly data: Uint8Array }
  | { readonly type: 'aacConfig'; readonly data: Uint8Array }
  | {
      readonly type: 'avc';
      readonly data: Uint8Array;
      readonly ptsMs: number;
      readonly keyframe: boolean;
    }
  | { readonly type: 'aac'; readonly data: Uint8Array; readonly ptsMs: number };

/** Takes an FLV stream apart, in whatever pieces it comes. H.264 and AAC; all else is left out. */
export class FlvParts {
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** So much has to be there before anything can be read. */
  #needed = FILE_HEAD;
  #hasBegun = false;

  /** Null for what is no FLV, or too large to be one: nothing more of it can be read. */
  push(bytes: Uint8Array): readonly FlvPart[] | null {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length < this.#needed) return [];
    const all = joined(this.#pieces, this.#length);
    const view = new DataView(all.buffer);
    const parts: FlvPart[] = [];
    let at = 0;
    if (!this.#hasBegun) {
      if (view.getUint32(0) >>> 8 !== 0x464c56) return null;
      this.#hasBegun = true;
      at = FILE_HEAD;
    }
    this.#needed = TAG_HEAD;
    while (at + TAG_HEAD <= all.length) {
      const size = view.getUint32(at) & 0xffffff;
      if (size > MOST_TAG_BYTES) return null;
      const end = at + TAG_HEAD + size;
      this.#needed = end + TAG_TAIL - at;
      if (end + TAG_TAIL > all.length) break;
      const sentMs = (view.getUint32(at + 4) >>> 8) + view.getUint8(at + 7) * 2 ** 24;
      const part = partOf(view.getUint8(at), all.subarray(at + TAG_HEAD, end), sentMs);
      if (part) parts.push(part);
      at = end + TAG_TAIL;
      this.#needed = TAG_HEAD;
    }
    this.#pieces = [all.slice(at)];
    this.#length = all.length - at;
    return parts;
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function partOf(kind: number, body: Uint8Array, sentMs: number): FlvPart | null {
  const [head = 0, type = 0] = body;
  if (kind === AUDIO && head >> 4 === AAC && body.length > 2) {
    const data = body.slice(2);
    return type === 0 ? { type: 'aacConfig', data } : { type: 'aac', data, ptsMs: sentMs };
  }
  // The top bit says enhanced RTMP: another codec.
  if (kind !== VIDEO || head & 0x80 || (head & 15) !== AVC || body.length <= 5) return null;
  const data = body.slice(5);
  if (type === 0) return { type: 'avcConfig', data };
  if (type !== 1) return null;
  // 24 bits with a sign.
  const offsetMs = (((body[2] ?? 0) << 24) | ((body[3] ?? 0) << 16) | ((body[4] ?? 0) << 8)) >> 8;
  return { type: 'avc', data, ptsMs: sentMs + offsetMs, keyframe: head >> 4 === KEYFRAME };
}

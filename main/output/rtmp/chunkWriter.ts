import { messageType, type RtmpMessage, uint32Payload } from './message.ts';

/** Both sides begin with this chunk size (RTMP 1.0, section 5.4.1), bytes. */
export const DEFAULT_CHUNK_SIZE = 128;
/** Set in a 24-bit timestamp field: the true value follows in 32 bits (section 5.3.1.3). */
const EXTENDED = 0xffffff;

type Previous = { streamId: number; timestamp: number; length: number; type: number };

/**
 * Cuts messages into chunks. Remembers the last header of every chunk stream, and
 * writes only what changed (formats 0, 1 and 2; 3 for the rest of a message).
 */
export class ChunkWriter {
  #chunkSize = DEFAULT_CHUNK_SIZE;
  readonly #previous = new Map<number, Previous>();

  /** Changes our chunk size, 1..0x7fffffff bytes, and returns the message that tells the peer. */
  setChunkSize(size: number): Buffer {
    const payload = uint32Payload(size & 0x7fffffff);
    const told = this.write(2, {
      type: messageType.setChunkSize,
      streamId: 0,
      timestamp: 0,
      payload,
    });
    this.#chunkSize = size;
    return told;
  }

  /**
   * Bytes of `message` on chunk stream `csid` (2..65599).
   * @param cuts gets the places where a chunk of another chunk stream may come in
   */
  write(csid: number, message: RtmpMessage, cuts: number[] = []): Buffer {
    const { payload } = message;
    const timestamp = message.timestamp >>> 0;
    const { format, field } = this.#compress(csid, message, timestamp);
    const headerLength = [11, 7, 3][format] ?? 0;
    const basicLength = csid < 64 ? 1 : csid < 320 ? 2 : 3;
    const extendedLength = field >= EXTENDED ? 4 : 0;
    const chunks = Math.max(1, Math.ceil(payload.length / this.#chunkSize));
    const total = headerLength + payload.length + chunks * basicLength + chunks * extendedLength;
    const out = Buffer.allocUnsafe(total);

    let at = writeBasicHeader(out, 0, format, csid);
    at = out.writeUIntBE(Math.min(field, EXTENDED), at, 3);
    if (format <= 1) {
      at = out.writeUIntBE(payload.length, at, 3);
      at = out.writeUInt8(message.type, at);
    }
    if (format === 0) at = out.writeUInt32LE(message.streamId, at);
    if (extendedLength) at = out.writeUInt32BE(field, at);

    for (let from = 0; ; ) {
      const size = Math.min(this.#chunkSize, payload.length - from);
      out.set(payload.subarray(from, from + size), at);
      at += size;
      from += size;
      if (from >= payload.length) return out;
      cuts.push(at);
      at = writeBasicHeader(out, at, 3, csid);
      if (extendedLength) at = out.writeUInt32BE(field, at);
    }
  }

  /** Picks the shortest header that says what differs from the last message of this chunk stream. */
  #compress(csid: number, message: RtmpMessage, timestamp: number) {
    const last = this.#previous.get(csid);
    const { type, streamId } = message;
    const { length } = message.payload;
    this.#previous.set(csid, { streamId, timestamp, length, type });
    if (!last || last.streamId !== streamId || timestamp < last.timestamp) {
      return { format: 0, field: timestamp };
    }
    const same = last.length === length && last.type === type;
    return { format: same ? 2 : 1, field: timestamp - last.timestamp };
  }
}

function writeBasicHeader(out: Buffer, at: number, format: number, csid: number): number {
  const top = format << 6;
  if (csid < 64) return out.writeUInt8(top | csid, at);
  if (csid < 320) return out.writeUInt8(csid - 64, out.writeUInt8(top, at));
  return out.writeUInt16LE(csid - 64, out.writeUInt8(top | 1, at));
}

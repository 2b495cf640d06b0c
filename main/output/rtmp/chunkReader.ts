import { DEFAULT_CHUNK_SIZE } from './chunkWriter.ts';
import { messageType, type RtmpMessage, RtmpProtocolError, readUint32 } from './message.ts';

const EXTENDED = 0xffffff;
/** Basic header 3, message header 11, extended timestamp 4. */
const LONGEST_HEADER = 18;
const EMPTY = Buffer.alloc(0);

export type ChunkReaderLimits = {
  /** Longest message, bytes. Default 1 MiB: a server sends a publisher nothing near it. */
  readonly maxMessageBytes?: number;
  /** Most chunk streams at once. Default 64. */
  readonly maxChunkStreams?: number;
};

type ChunkStream = {
  streamId: number;
  type: number;
  length: number;
  timestamp: number;
  /** Last timestamp field or delta, repeated by a message that begins with format 3. */
  delta: number;
  extended: boolean;
  /** Grows with what really arrived, not with what the header claims. */
  data: Buffer;
  received: number;
};

/**
 * Puts chunks back together into messages. Holds at most `maxMessageBytes` of
 * unfinished messages over all chunk streams, however long their headers claim to be.
 */
export class ChunkReader {
  readonly #maxMessageBytes: number;
  readonly #maxChunkStreams: number;
  readonly #streams = new Map<number, ChunkStream>();
  readonly #header = Buffer.alloc(LONGEST_HEADER);
  #headerLength = 0;
  #chunkSize = DEFAULT_CHUNK_SIZE;
  #current: ChunkStream | null = null;
  #chunkLeft = 0;
  #held = 0;

  constructor(limits: ChunkReaderLimits = {}) {
    this.#maxMessageBytes = limits.maxMessageBytes ?? 1024 * 1024;
    this.#maxChunkStreams = limits.maxChunkStreams ?? 64;
  }

  /** Bytes of unfinished messages held now. */
  get heldBytes(): number {
    return this.#held;
  }

  /**
   * Takes bytes as they come from the socket and returns the messages they finish.
   * Set Chunk Size and Abort take effect here and are returned too.
   * @throws RtmpProtocolError and nothing else; the reader must not be used after that.
   */
  push(bytes: Uint8Array): RtmpMessage[] {
    const messages: RtmpMessage[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#current) {
        const size = Math.min(this.#chunkLeft, bytes.length - at);
        this.#append(this.#current, bytes.subarray(at, at + size));
        at += size;
      } else {
        this.#header[this.#headerLength++] = bytes[at++] as number;
        this.#tryHeader();
      }
      // A chunk may be complete at once: a message of no bytes has no payload to wait for.
      if (this.#current && this.#chunkLeft === 0) this.#endChunk(this.#current, messages);
    }
    return messages;
  }

  /** Reads the collected header when it is whole, and begins its chunk. */
  #tryHeader(): void {
    const first = this.#header[0] as number;
    const format = first >> 6;
    const low = first & 0x3f;
    const basic = low === 0 ? 2 : low === 1 ? 3 : 1;
    const fixed = basic + ([11, 7, 3, 0][format] as number);
    if (this.#headerLength < fixed) return;
    const csid = this.#csid(low);
    const field = format < 3 ? this.#header.readUIntBE(basic, 3) : 0;
    const known = this.#streams.get(csid);
    if (!known && format !== 0 && format !== 1) {
      // Format 1 first is seen in the field (librtmp); 2 and 3 would have no length.
      throw new RtmpProtocolError(`chunk stream ${csid} begins with format ${format}`);
    }
    const extended = format < 3 ? field === EXTENDED : known?.extended === true;
    if (this.#headerLength < fixed + (extended ? 4 : 0)) return;
    const value = extended ? this.#header.readUInt32BE(fixed) : field;
    this.#headerLength = 0;
    this.#begin(known ?? this.#open(csid), format, basic, value, extended);
  }

  #begin(
    stream: ChunkStream,
    format: number,
    basic: number,
    value: number,
    extended: boolean,
  ): void {
    if (stream.received > 0 && format !== 3) {
      throw new RtmpProtocolError('a new message began inside an unfinished one');
    }
    if (format < 3) {
      stream.extended = extended;
      stream.delta = value;
    }
    if (format <= 1) {
      stream.length = this.#header.readUIntBE(basic + 3, 3);
      stream.type = this.#header[basic + 6] as number;
      if (stream.length > this.#maxMessageBytes) {
        throw new RtmpProtocolError(
          `message of ${stream.length} bytes, most ${this.#maxMessageBytes}`,
        );
      }
    }
    if (format === 0) {
      stream.streamId = this.#header.readUInt32LE(basic + 7);
      stream.timestamp = value;
    } else if (stream.received === 0) {
      stream.timestamp = (stream.timestamp + stream.delta) >>> 0;
    }
    this.#current = stream;
    this.#chunkLeft = Math.min(this.#chunkSize, stream.length - stream.received);
  }

  #append(stream: ChunkStream, bytes: Uint8Array): void {
    this.#held += bytes.length;
    if (this.#held > this.#maxMessageBytes) {
      throw new RtmpProtocolError(`unfinished messages pass ${this.#maxMessageBytes} bytes`);
    }
    const needed = stream.received + bytes.length;
    if (needed > stream.data.length) {
      const grown = Buffer.alloc(Math.min(stream.length, Math.max(needed, 2 * stream.data.length)));
      stream.data.copy(grown, 0, 0, stream.received);
      stream.data = grown;
    }
    stream.data.set(bytes, stream.received);
    stream.received = needed;
    this.#chunkLeft -= bytes.length;
  }

  #endChunk(stream: ChunkStream, messages: RtmpMessage[]): void {
    this.#current = null;
    if (stream.received < stream.length) return;
    const message: RtmpMessage = {
      type: stream.type,
      streamId: stream.streamId,
      timestamp: stream.timestamp,
      payload: stream.data,
    };
    this.#discard(stream);
    this.#obey(message);
    messages.push(message);
  }

  #obey(message: RtmpMessage): void {
    const value = readUint32(message.payload);
    if (message.type === messageType.setChunkSize) {
      if (!value || value > 0x7fffffff) throw new RtmpProtocolError(`chunk size ${value}`);
      this.#chunkSize = value;
    } else if (message.type === messageType.abort && value !== undefined) {
      const stream = this.#streams.get(value);
      if (stream) this.#discard(stream);
    }
  }

  #discard(stream: ChunkStream): void {
    this.#held -= stream.received;
    stream.data = EMPTY;
    stream.received = 0;
  }

  #csid(low: number): number {
    if (low === 0) return 64 + (this.#header[1] as number);
    return low === 1 ? 64 + this.#header.readUInt16LE(1) : low;
  }

  #open(csid: number): ChunkStream {
    if (this.#streams.size >= this.#maxChunkStreams) {
      throw new RtmpProtocolError(`more than ${this.#maxChunkStreams} chunk streams`);
    }
    const stream: ChunkStream = {
      streamId: 0,
      type: 0,
      length: 0,
      timestamp: 0,
      delta: 0,
      extended: false,
      data: EMPTY,
      received: 0,
    };
    this.#streams.set(csid, stream);
    return stream;
  }
}

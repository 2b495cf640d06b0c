const HANDSHAKE_BYTES = 1 + 1536 + 1536;
const SET_CHUNK_SIZE = 1;
const AUDIO = 8;
const VIDEO = 9;
const AMF0_COMMAND = 20;

/**
 * @typedef {object} Seen one media message
 * @property {'audio' | 'video'} kind
 * @property {boolean} isCoded a picture or sound, not a decoder configuration or the end's mark
 * @property {number} bytes
 * @property {number} timestampMs of the message
 */

/**
 * Follows what a publisher sends (RTMP 1.0, section 5.3) without keeping any of it, and calls
 * `onMedia` when the first bytes of a media message have come.
 * @param {(seen: Seen) => void} onMedia
 * @returns {(data: Buffer) => void}
 */
export function createRtmpReader(onMedia) {
  let handshakeLeft = HANDSHAKE_BYTES;
  let chunkSize = 128;
  /** Bytes of the current chunk's payload that are still to come. */
  let payloadLeft = 0;
  let held = Buffer.alloc(0);
  /** @type {Map<number, Stream>} */
  const streams = new Map();
  /** @typedef {{ length: number, type: number, timestamp: number, delta: number, extended: boolean, left: number, head: number[] }} Stream */
  /** @type {Stream | null} */
  let current = null;

  /** Takes payload bytes of the current message. */
  const take = (/** @type {Buffer} */ part) => {
    if (!current) return;
    const before = current.head.length;
    for (let i = 0; i < part.length && current.head.length < 4; i++)
      current.head.push(part[i] ?? 0);
    current.left -= part.length;
    payloadLeft -= part.length;
    const { head, type } = current;
    if (type === SET_CHUNK_SIZE && before < 4 && head.length === 4)
      chunkSize = Buffer.from(head).readUInt32BE(0) & 0x7fffffff;
    if ((type === AUDIO || type === VIDEO) && before < 2 && head.length >= 2)
      onMedia({
        kind: type === VIDEO ? 'video' : 'audio',
        isCoded: head[1] === 1,
        bytes: current.length,
        timestampMs: current.timestamp,
      });
  };

  return (data) => {
    let rest = data;
    if (handshakeLeft > 0) {
      const skipped = Math.min(handshakeLeft, rest.length);
      handshakeLeft -= skipped;
      rest = rest.subarray(skipped);
    }
    if (held.length > 0) {
      rest = Buffer.concat([held, rest]);
      held = Buffer.alloc(0);
    }
    while (rest.length > 0) {
      if (payloadLeft > 0) {
        const part = rest.subarray(0, payloadLeft);
        rest = rest.subarray(part.length);
        take(part);
        continue;
      }
      const header = readHeader(rest, streams);
      if (!header) {
        held = Buffer.from(rest);
        return;
      }
      current = header.stream;
      rest = rest.subarray(header.bytes);
      payloadLeft = Math.min(chunkSize, current.left);
    }
  };
}

/** One chunk header, or null where more bytes are needed. Starts the next message where one begins. */
function readHeader(data, streams) {
  const format = data[0] >> 6;
  const idBits = data[0] & 0x3f;
  const basic = idBits === 0 ? 2 : idBits === 1 ? 3 : 1;
  const fields = [11, 7, 3, 0][format] ?? 0;
  if (data.length < basic + fields) return null;
  const id = idBits > 1 ? idBits : idBits === 0 ? data[1] + 64 : data.readUInt16LE(1) + 64;
  const stream = streams.get(id) ?? {
    length: 0,
    type: AMF0_COMMAND,
    timestamp: 0,
    delta: 0,
    extended: false,
    left: 0,
    head: [],
  };
  let time = fields >= 3 ? data.readUIntBE(basic, 3) : 0;
  const extended = fields >= 3 ? time === 0xffffff : stream.extended;
  const bytes = basic + fields + (extended ? 4 : 0);
  if (data.length < bytes) return null;
  if (extended) time = data.readUInt32BE(basic + fields);

  stream.extended = extended;
  if (fields >= 7) {
    stream.length = data.readUIntBE(basic + 3, 3);
    stream.type = data[basic + 6];
  }
  if (stream.left === 0) {
    if (format === 0) {
      stream.timestamp = time;
      stream.delta = 0;
    } else {
      if (fields >= 3) stream.delta = time;
      stream.timestamp += stream.delta;
    }
    stream.left = stream.length;
    stream.head = [];
  }
  streams.set(id, stream);
  return { stream, bytes };
}

/** RTMP message types (RTMP 1.0, sections 5.4, 6.2 and 7.1). */
export const messageType = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  commandAmf3: 17,
  data: 18,
  command: 20,
} as const;

/** User control events (section 7.1.7). */
export const userEvent = { streamBegin: 0, streamEof: 1, pingRequest: 6, pingResponse: 7 } as const;

/** One whole RTMP message. */
export type RtmpMessage = {
  readonly type: number;
  /** Message stream; 0 is the connection itself. */
  readonly streamId: number;
  /** Milliseconds, unsigned 32-bit. */
  readonly timestamp: number;
  readonly payload: Uint8Array;
};

/** The bytes break the RTMP chunk protocol or pass one of our bounds; the connection cannot go on. */
export class RtmpProtocolError extends Error {
  override readonly name = 'RtmpProtocolError';
}

/** Payload of the control messages that hold one unsigned 32-bit number. */
export function uint32Payload(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value >>> 0);
  return out;
}

/** First unsigned 32-bit number of a control message's payload, or undefined when it is too short. */
export function readUint32(payload: Uint8Array): number | undefined {
  if (payload.length < 4) return undefined;
  return new DataView(payload.buffer, payload.byteOffset, 4).getUint32(0);
}

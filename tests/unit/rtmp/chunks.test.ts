import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkReader } from '../../../main/output/rtmp/chunkReader.ts';
import { ChunkWriter } from '../../../main/output/rtmp/chunkWriter.ts';
import {
  messageType,
  type RtmpMessage,
  RtmpProtocolError,
  uint32Payload,
} from '../../../main/output/rtmp/message.ts';

/** Feeds in pieces of `piece` bytes, as a socket might. */
function readAll(bytes: Uint8Array, piece: number, reader = new ChunkReader()): RtmpMessage[] {
  const messages: RtmpMessage[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    messages.push(...reader.push(bytes.subarray(at, at + piece)));
  }
  expect(reader.heldBytes).toBe(0);
  return messages;
}

const plain = (message: RtmpMessage) => ({ ...message, payload: Buffer.from(message.payload) });
const media = (timestamp: number, length: number, type: number = messageType.video) => ({
  type,
  streamId: 1,
  timestamp,
  payload: Buffer.alloc(length, length % 251),
});

test('messages survive any chunk size, chunk stream, length, order of times and cut of the bytes', () => {
  const message = fc.record({
    csid: fc.constantFrom(3, 4, 63, 64, 65, 319, 320, 321, 65_599),
    type: fc.constantFrom(messageType.audio, messageType.video, messageType.data),
    streamId: fc.constantFrom(0, 1, 0xffffffff),
    timestamp: fc.oneof(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0xfffff0, max: 0x100000f }),
      fc.integer({ min: 0xfffffff0, max: 0xffffffff }),
    ),
    length: fc.constantFrom(0, 1, 6, 7, 127, 128, 129, 256, 1000, 4321),
  });
  const chunkSize = fc.constantFrom(1, 7, 127, 128, 129, 4096, 65_536, 0x7fffffff);
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 12 }),
      chunkSize,
      fc.integer({ min: 1, max: 900 }),
      (specs, size, piece) => {
        const writer = new ChunkWriter();
        const sent = specs.map(({ length, csid, ...rest }) => ({
          csid,
          message: { ...rest, payload: Buffer.alloc(length, length % 251) },
        }));
        const bytes = [writer.setChunkSize(size)];
        for (const one of sent) bytes.push(writer.write(one.csid, one.message));
        const [told, ...got] = readAll(Buffer.concat(bytes), piece);
        expect(told?.type).toBe(messageType.setChunkSize);
        expect(got.map(plain)).toEqual(sent.map((one) => one.message));
      },
    ),
    { numRuns: 120 },
  );
});

test('only what changed is written: formats 0, 1, 2, and 3 inside a message', () => {
  const writer = new ChunkWriter();
  const formatsOf = (bytes: Buffer) => (bytes[0] as number) >> 6;
  expect(formatsOf(writer.write(6, media(0, 100)))).toBe(0);
  expect(formatsOf(writer.write(6, media(33, 90)))).toBe(1);
  expect(formatsOf(writer.write(6, media(66, 90)))).toBe(2);
  expect(formatsOf(writer.write(6, media(10, 90)))).toBe(0);
  const long = writer.write(6, media(20, 300));
  expect(long.length).toBe(1 + 7 + 300 + 2);
  expect(long[8 + 128]).toBe(0xc6);
});

test('an extended timestamp is repeated on every format 3 chunk', () => {
  const bytes = new ChunkWriter().write(6, media(0x01020304, 300));
  expect(bytes.subarray(0, 4).toString('hex')).toBe('06ffffff');
  expect(bytes.subarray(12, 16).toString('hex')).toBe('01020304');
  expect(bytes.subarray(16 + 128, 16 + 128 + 5).toString('hex')).toBe('c601020304');
  expect(readAll(bytes, 1).map(plain)).toEqual([media(0x01020304, 300)]);
});

test('a message that begins with format 3 repeats the last delta', () => {
  const first = '04' + '00000a' + '000001' + '08' + '01000000' + 'aa';
  const second = '84' + '000015' + 'bb';
  const third = 'c4' + 'cc';
  const times = readAll(Buffer.from(first + second + third, 'hex'), 2).map((one) => one.timestamp);
  expect(times).toEqual([10, 31, 52]);
});

test('interleaved messages are told apart, and Abort throws the unfinished one away', () => {
  const video = new ChunkWriter().write(6, media(0, 200));
  const audio = new ChunkWriter().write(4, media(5, 10, messageType.audio));
  const head = video.subarray(0, 12 + 128);
  const tail = video.subarray(12 + 128);
  const mixed = readAll(Buffer.concat([head, audio, tail]), 13);
  expect(mixed.map((one) => one.type)).toEqual([messageType.audio, messageType.video]);

  const abort = new ChunkWriter().write(2, {
    type: messageType.abort,
    streamId: 0,
    timestamp: 0,
    payload: uint32Payload(6),
  });
  const again = new ChunkWriter().write(6, media(40, 20));
  const after = readAll(Buffer.concat([head, abort, again]), 50);
  expect(after.map((one) => one.payload.length)).toEqual([4, 20]);
});

test('broken streams are refused by name', () => {
  const push = (hex: string) => () => new ChunkReader().push(Buffer.from(hex, 'hex'));
  expect(push('c4aa')).toThrow(RtmpProtocolError);
  expect(push('02000000' + '000004' + '01' + '00000000' + '00000000')).toThrow(/chunk size 0/);
  expect(push('04000000' + '200000' + '09' + '01000000')).toThrow(/2097152 bytes/);
});

test('arbitrary bytes: an RtmpProtocolError at worst, and never more held than the bound', () => {
  const limits = { maxMessageBytes: 2000, maxChunkStreams: 8 };
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 6 }), (pieces) => {
      const reader = new ChunkReader(limits);
      try {
        for (const piece of pieces) {
          reader.push(piece);
          expect(reader.heldBytes).toBeLessThanOrEqual(limits.maxMessageBytes);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(RtmpProtocolError);
      }
    }),
    { numRuns: 1500 },
  );
});

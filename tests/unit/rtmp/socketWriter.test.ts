import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ChunkReader } from '../../../main/output/rtmp/chunkReader.ts';
import { ChunkWriter } from '../../../main/output/rtmp/chunkWriter.ts';
import { messageType } from '../../../main/output/rtmp/message.ts';
import { SocketWriter } from '../../../main/output/rtmp/socketWriter.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('beyond a limit a frame waits in pieces, pings come between them, and all is read as it was written', async () => {
  const wire = new PassThrough({ highWaterMark: 1 << 20 });
  const heard: number[] = [];
  const reader = new ChunkReader();
  wire.on('data', (bytes: Buffer) => {
    for (const { type, payload } of reader.push(bytes)) heard.push(type, payload.length);
  });
  const chunks = new ChunkWriter();
  const writer = new SocketWriter(wire as unknown as Socket, () => {});
  const control = (length: number) => {
    const message = { type: messageType.userControl, streamId: 0, timestamp: 0 };
    writer.writeBetween(chunks.write(2, { ...message, payload: new Uint8Array(length) }));
  };
  writer.write(chunks.setChunkSize(4_096));
  writer.limit(writer.handedBytes + 10_000);
  let sent = 0;
  const cuts: number[] = [];
  const frame = { type: messageType.video, streamId: 1, timestamp: 0 };
  const bytes = chunks.write(6, { ...frame, payload: new Uint8Array(40_000) }, cuts);
  expect(cuts).toHaveLength(9);
  writer.write(bytes, () => sent++, cuts);
  expect(writer.idle).toBe(false);
  expect(writer.offeredBytes - writer.handedBytes).toBeGreaterThan(25_000);
  control(6);
  control(8);
  await turn();
  // Whole ones, in their order, though the frame is not.
  expect(heard).toEqual([messageType.setChunkSize, 4, messageType.userControl, 6].concat([4, 8]));
  expect(sent).toBe(0);
  writer.limit(writer.handedBytes + 100_000);
  await turn();
  control(6);
  await turn();
  expect(heard.slice(6)).toEqual([messageType.video, 40_000, messageType.userControl, 6]);
  expect([sent, writer.idle]).toEqual([1, true]);
});

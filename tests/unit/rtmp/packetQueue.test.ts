import { expect, test } from 'vitest';
import type { EncodedPacket, TrackFormat } from '../../../common/media/packet.ts';
import { PacketQueue } from '../../../main/output/rtmp/packetQueue.ts';

const format = {} as TrackFormat;

function item(track: 'audio' | 'video', ms: number, keyframe = track === 'audio', bytes = 10) {
  const us = ms * 1000;
  const data = new Uint8Array(bytes);
  const packet: EncodedPacket = { track, ptsUs: us, dtsUs: us, durationUs: 0, keyframe, data };
  return { packet, format };
}

/** Video at 10 fps with a keyframe each second, and audio beside it. */
function fill(queue: PacketQueue, fromMs: number, toMs: number): number {
  let dropped = 0;
  for (let ms = fromMs; ms < toMs; ms += 100) {
    dropped += queue.push(item('video', ms, ms % 1000 === 0));
    dropped += queue.push(item('audio', ms));
  }
  return dropped;
}

const contents = (queue: PacketQueue) => {
  const items: EncodedPacket[] = [];
  for (let next = queue.shift(); next; next = queue.shift()) items.push(next.packet);
  return items;
};

test('beyond its media time the oldest video goes, up to the next keyframe; audio stays', () => {
  const queue = new PacketQueue({ mediaUs: 5_000_000 });
  expect(fill(queue, 0, 5000)).toBe(0);
  queue.shift();
  expect(fill(queue, 5000, 5300)).toBe(9);
  const left = contents(queue);
  expect(left.find(({ track }) => track === 'video')).toMatchObject({ dtsUs: 1e6, keyframe: true });
  expect(left.filter(({ track }) => track === 'audio')).toHaveLength(53);
});

test('with no keyframe to go on from, video is refused until one comes', () => {
  const queue = new PacketQueue({ mediaUs: 1_000_000 });
  queue.push(item('video', 0, true));
  for (let ms = 100; ms <= 1000; ms += 100) queue.push(item('video', ms));
  expect(queue.push(item('video', 1100))).toBe(12);
  expect(queue.needKeyframe).toBe(true);
  expect(queue.push(item('video', 1200))).toBe(1);
  expect(queue.push(item('video', 1300, true))).toBe(0);
  expect(contents(queue).map(({ dtsUs }) => dtsUs)).toEqual([1_300_000]);
});

test('bytes are bounded too, and audio alone at twice the bound', () => {
  const queue = new PacketQueue({ bytes: 1000 });
  for (let ms = 0; ms < 100_000; ms += 100) queue.push(item('video', ms, ms % 1000 === 0, 90));
  expect(queue.bytes).toBeLessThanOrEqual(1000);
  for (let ms = 0; ms < 100_000; ms += 100) queue.push(item('audio', ms, true, 90));
  expect(queue.bytes).toBeLessThanOrEqual(2000);
});

test('the start is a keyframe, with the audio that belongs to it though it was encoded before', () => {
  const queue = new PacketQueue();
  const packets = [
    item('audio', 50),
    item('video', 60),
    item('audio', 110),
    item('video', 100, true),
    item('audio', 130),
  ];
  for (const one of packets) queue.push(one);
  expect(queue.startAtKeyframe()).toBe(2);
  expect(contents(queue).map(({ track, dtsUs }) => [track, dtsUs / 1000])).toEqual([
    ['video', 100],
    ['audio', 110],
    ['audio', 130],
  ]);
  expect(queue.startAtKeyframe()).toBeNull();
});

test('a start waits for a keyframe that fits, with the codec that the server takes', () => {
  const queue = new PacketQueue();
  const other = { track: 'video', codec: 'hvc1' } as TrackFormat;
  queue.push(item('video', 0, true));
  expect(queue.startAtKeyframe(({ format }) => format === other)).toBeNull();
  queue.push({ ...item('video', 100, true), format: other });
  expect(queue.startAtKeyframe(({ format }) => format === other)).toBe(1);
  expect(queue.firstDtsUs).toBe(100_000);
});

test('what is too old goes up to the newest keyframe; the sound stays', () => {
  const queue = new PacketQueue();
  fill(queue, 0, 2_500);
  expect(queue.videoSpanUs).toBe(2_400_000);
  expect(queue.cutToNewest()).toBe(20);
  expect(queue.cutToNewest()).toBe(0);
  const left = contents(queue);
  expect(left.filter(({ track }) => track === 'audio')).toHaveLength(25);
  expect(left.find(({ track }) => track === 'video')).toMatchObject({ dtsUs: 2e6, keyframe: true });
});

test('where another lane begins, the end of what waits of the one before is left out, no more', () => {
  const queue = new PacketQueue();
  fill(queue, 0, 1_000);
  queue.push(item('video', 1_000, true));
  expect(queue.cutTail(700_000)).toBe(3);
  const video = contents(queue).filter(({ track }) => track === 'video');
  expect(video.map(({ dtsUs }) => dtsUs / 1_000)).toEqual([0, 100, 200, 300, 400, 500, 600, 1_000]);
  queue.push(item('video', 1_100));
  expect(queue.cutTail(0)).toBe(0);
});

test('a lower lane cuts from a keyframe of the one before, for that takes long, but not from an old one', () => {
  const cut = (keyframeFromUs: number) => {
    const queue = new PacketQueue();
    fill(queue, 500, 1_500);
    queue.push(item('video', 1_500, true));
    queue.cutTail(1_200_000, keyframeFromUs);
    const video = contents(queue).filter(({ track }) => track === 'video');
    return video.map(({ dtsUs }) => dtsUs / 1_000);
  };
  expect(cut(1_000_000)).toEqual([500, 600, 700, 800, 900, 1_500]);
  expect(cut(1_100_000)).toEqual([500, 600, 700, 800, 900, 1_000, 1_100, 1_500]);
});

test('sound can pass the picture that waits before it', () => {
  const queue = new PacketQueue();
  queue.push(item('video', 0, true, 100));
  queue.push(item('audio', 10));
  expect(queue.head).toMatchObject({ track: 'video' });
  expect(queue.shiftSound()?.packet).toMatchObject({ track: 'audio', dtsUs: 10_000 });
  expect(queue.shiftSound()).toBeUndefined();
  expect([queue.length, queue.bytes]).toEqual([1, 100]);
});

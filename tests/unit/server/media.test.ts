import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EncodedPacket, TrackFormat } from '../../../common/media/packet.ts';
import { readAacConfig } from '../../../main/server/media/aac.ts';
import { readAvcConfig } from '../../../main/server/media/avc.ts';
import { ContinuousClock } from '../../../main/server/media/continuousClock.ts';
import { FlvReader } from '../../../main/server/media/flvReader.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
/** What x264 writes. */
const configs = {
  baseline: hex(
    '0142c00dffe100196742c00dd901419f9f0110000003001000000303c0f142a48001000568cb83cb20',
  ),
  high: hex(
    '01640028ffe1001b67640028acd940780227e5c044000003000400000300f03c60c65801000668ebe3cb22c0fdf8f800',
  ),
  main: hex('014d401fffe10018674d401feca06c1ef3780880000003008000001e078c18cb01000568ebe3cb20'),
};

test('size and name of a picture are read from its configuration', () => {
  expect(readAvcConfig(configs.baseline)).toEqual({
    codec: 'avc1.42c00d',
    width: 320,
    height: 180,
  });
  // 1088 lines are coded, 8 of them cropped.
  expect(readAvcConfig(configs.high)).toEqual({
    codec: 'avc1.640028',
    width: 1920,
    height: 1080,
  });
  expect(readAvcConfig(configs.main)).toMatchObject({ width: 854, height: 480 });
  expect(readAacConfig(hex('1190'))).toEqual({
    codec: 'mp4a.40.2',
    sampleRate: 48_000,
    channels: 2,
  });
  expect(readAacConfig(hex('1208'))).toMatchObject({ sampleRate: 44_100, channels: 1 });
});

test('whatever a publisher calls its configuration, it is read or refused', () => {
  const changed = fc
    .tuple(
      fc.constantFrom(...Object.values(configs)),
      fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 8 }),
      fc.nat(60),
    )
    .map(([base, changes, length]) => {
      const bytes = Buffer.from(base);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes.subarray(0, length < 3 ? length : bytes.length - (length % 7));
    });
  fc.assert(
    fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 64 })), (bytes) => {
      const config = readAvcConfig(bytes);
      if (config) {
        expect(config.codec).toMatch(/^avc1\.[0-9a-f]{6}$/);
        for (const side of [config.width, config.height]) {
          expect(Number.isInteger(side)).toBe(true);
          expect(side).toBeGreaterThan(0);
          expect(side).toBeLessThanOrEqual(16_384);
        }
      }
      readAacConfig(bytes);
    }),
    { numRuns: 2_000 },
  );
});

test('time goes on over publishes and jumps, and stays within them', () => {
  const clock = new ContinuousClock();
  expect(clock.map(5_000, 100)).toEqual({ timeMs: 0, jumped: true });
  expect(clock.map(5_033, 133)).toEqual({ timeMs: 33, jumped: false });
  // Sound that is a little older than the picture.
  expect(clock.map(5_021, 134)).toEqual({ timeMs: 21, jumped: false });
  clock.restart();
  expect(clock.map(0, 2_133)).toEqual({ timeMs: 2_033, jumped: true });
  expect(clock.map(40, 2_173)).toEqual({ timeMs: 2_073, jumped: false });
  // A 32-bit count that wraps, and one that leaps.
  expect(clock.map(4_294_967_290, 2_200)).toMatchObject({ timeMs: 2_100, jumped: true });
  expect(clock.map(4, 2_210)).toMatchObject({ timeMs: 2_110, jumped: true });
});

/** One FLV tag. */
function tag(type: number, timeMs: number, body: Buffer): Buffer {
  const head = Buffer.alloc(11);
  head[0] = type;
  head.writeUIntBE(body.length, 1, 3);
  head.writeUIntBE(timeMs & 0xffffff, 4, 3);
  head[7] = timeMs >>> 24;
  return Buffer.concat([head, body, Buffer.alloc(4)]);
}

function reading() {
  const formats: TrackFormat[] = [];
  const packets: EncodedPacket[] = [];
  const reader = new FlvReader({
    setFormat: (format) => formats.push(format),
    write: (packet) => packets.push(packet),
    restarted: () => {},
    jumped: () => {},
  });
  return { reader, formats, packets };
}

test('tags become formats and packets; other codecs are left out', () => {
  const { reader, formats, packets } = reading();
  reader.read(tag(9, 0, Buffer.concat([hex('1700000000'), configs.baseline])), 0);
  reader.read(tag(8, 0, hex('af001190')), 0);
  reader.read(tag(9, 1000, hex('1701000021aabb')), 0);
  reader.read(tag(8, 1010, hex('af01cc')), 10);
  reader.read(tag(9, 1033, hex('2701ffffdfdd')), 33);
  // HEVC by FourCC, MP3, and the same configuration again.
  reader.read(tag(9, 1066, hex('9168766331000000aa')), 66);
  reader.read(tag(8, 1066, hex('2fffff')), 66);
  reader.read(tag(9, 0, Buffer.concat([hex('1700000000'), configs.baseline])), 66);
  expect(formats.map(({ track, codec }) => [track, codec])).toEqual([
    ['video', 'avc1.42c00d'],
    ['audio', 'mp4a.40.2'],
  ]);
  expect(
    packets.map(({ track, ptsUs, dtsUs, keyframe }) => [track, ptsUs, dtsUs, keyframe]),
  ).toEqual([
    ['video', 33_000, 0, true],
    ['audio', 10_000, 10_000, true],
    ['video', 0, 33_000, false],
  ]);
});

test('no tag breaks the reader', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom(8, 9, 18, 0, 255),
          fc.nat(0xffffffff),
          fc.oneof(
            fc.uint8Array({ maxLength: 40 }),
            fc
              .constantFrom(...Object.values(configs))
              .map((it) => Buffer.concat([hex('1700000000'), it])),
            fc.constantFrom(hex('af001190'), hex('af01cc'), hex('1701000000aa')),
          ),
        ),
        { maxLength: 20 },
      ),
      (tags) => {
        const { reader, packets } = reading();
        let nowMs = 0;
        for (const [type, timeMs, body] of tags)
          reader.read(tag(type, timeMs, Buffer.from(body)), (nowMs += 20));
        for (const { ptsUs, dtsUs } of packets) {
          expect(ptsUs).toBeGreaterThanOrEqual(0);
          expect(dtsUs).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 500 },
  );
});

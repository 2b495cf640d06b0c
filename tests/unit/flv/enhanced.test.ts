import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  flvHeader,
  flvTag,
  flvTimes,
  mediaBody,
  metadataOf,
  scriptBody,
  sequenceEndBody,
  sequenceHeaderBody,
  tagType,
} from '../../../main/output/flv/index.ts';
import { av1Description, withoutDelimiter } from '../../../renderer/stage/encode/av1.ts';
import { makeEnhanced } from '../../support/enhancedMedia.ts';
import { flvReader, type ReadFlv } from '../../support/flvReader.ts';
import type { Programme } from '../../support/packets.ts';

let folder: string;
let made: Readonly<Record<'hevc' | 'av1', Programme>>;
let read: (flv: Buffer) => ReadFlv;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enhanced-'));
  read = await flvReader(folder);
  made = { hevc: await makeEnhanced(folder, 'hevc'), av1: await makeEnhanced(folder, 'av1') };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function fileOf({ video, audio, packets }: Programme, codec: 'hevc' | 'av1'): Buffer {
  const parts = [
    flvHeader({ video: true, audio: true }),
    flvTag(tagType.script, 0, scriptBody(metadataOf(video, audio))),
    flvTag(tagType.video, 0, sequenceHeaderBody(video)),
    flvTag(tagType.audio, 0, sequenceHeaderBody(audio)),
  ];
  for (const packet of packets) {
    const { timestampMs, compositionMs } = flvTimes(packet, 0);
    const body = mediaBody(packet, compositionMs, codec);
    parts.push(flvTag(tagType[packet.track], timestampMs, body));
  }
  return Buffer.concat([...parts, flvTag(tagType.video, 1000, sequenceEndBody(video))]);
}

describe.each(['hevc', 'av1'] as const)('%s in FLV', (codec) => {
  it('is read by another reader: the record, every packet, every time', () => {
    const programme = made[codec];
    const { metas, samples, errors, audioSamples } = read(fileOf(programme, codec));
    expect(errors).toEqual([]);
    expect(audioSamples).toBeGreaterThan(40);
    const meta = metas[0];
    // The reader learns AV1's size from the frame, and tells the track once more then.
    expect(metas.at(-1)).toMatchObject({ codecWidth: 160, codecHeight: 90 });
    const record = codec === 'hevc' ? meta?.hvcc : meta?.av1c;
    expect(Buffer.from(record ?? [])).toEqual(Buffer.from(programme.video.description));
    const sent = programme.packets.filter(({ track }) => track === 'video');
    expect(samples.length).toBe(30);
    expect(samples.map(({ isKeyframe, dts, pts }) => ({ isKeyframe, dts, pts }))).toEqual(
      sent.map(({ keyframe, ptsUs }) => {
        const ms = Math.round(ptsUs / 1000);
        return { isKeyframe: keyframe, dts: ms, pts: ms };
      }),
    );
    for (const [at, { data }] of samples.entries())
      expect(Buffer.compare(data, sent[at]?.data ?? Buffer.alloc(0)), `packet ${at}`).toBe(0);
  });
});

it('the stage makes the AV1 record that ffmpeg makes', () => {
  const { video, packets } = made.av1;
  const key = packets.find(({ track }) => track === 'video')?.data ?? new Uint8Array();
  expect(Buffer.from(av1Description(key) ?? [])).toEqual(Buffer.from(video.description));
  const unit = Uint8Array.from([0x12, 0, ...key]);
  expect(Buffer.compare(withoutDelimiter(unit), key)).toBe(0);
  expect(av1Description(Uint8Array.of(0x32, 0x05, 1, 2))).toBeNull();
});

describe('bytes of the tags, by the tables of E-RTMP v2', () => {
  const packet = {
    ...({ track: 'video', ptsUs: 0, dtsUs: 0, durationUs: 33_333, keyframe: true } as const),
    data: Uint8Array.of(0xaa, 0xbb),
  };
  const hex = (body: Buffer) => body.toString('hex');
  const [hvc1, av01] = ['68766331', '61763031'];

  it('HEVC has a composition time only where there is one', () => {
    expect(hex(mediaBody(packet, 0, 'hevc'))).toBe(`93${hvc1}aabb`);
    expect(hex(mediaBody({ ...packet, keyframe: false }, 0, 'hevc'))).toBe(`a3${hvc1}aabb`);
    expect(hex(mediaBody(packet, 66, 'hevc'))).toBe(`91${hvc1}000042aabb`);
    expect(hex(mediaBody(packet, -1, 'hevc'))).toBe(`91${hvc1}ffffffaabb`);
  });

  it('AV1 never has one', () => {
    expect(hex(mediaBody(packet, 5, 'av1'))).toBe(`91${av01}aabb`);
    expect(hex(mediaBody({ ...packet, keyframe: false }, 0, 'av1'))).toBe(`a1${av01}aabb`);
  });

  it('H.264 stays as it was', () => {
    expect(hex(mediaBody(packet, 0))).toBe('1701000000aabb');
  });

  it('sequences begin, end, and are named in the metadata', () => {
    const format = {
      ...({
        track: 'video',
        codec: 'av01.0.00M.08',
        width: 2,
        height: 2,
        fps: 1,
        bitrate: 1,
      } as const),
      description: Uint8Array.of(0x81),
    };
    expect(hex(sequenceHeaderBody(format))).toBe(`90${av01}81`);
    expect(hex(sequenceEndBody(format))).toBe(`92${av01}`);
    const hevc = { ...format, codec: 'hvc1.1.6.L93.B0' };
    expect(hex(sequenceHeaderBody(hevc))).toBe(`90${hvc1}81`);
    const h264 = { ...format, codec: 'avc1.64001f' };
    expect(hex(sequenceHeaderBody(h264))).toBe('170000000081');
    expect(hex(sequenceEndBody(h264))).toBe('1702000000');
    expect(metadataOf(format, null).entries.videocodecid).toBe(0x61763031);
    expect(metadataOf(hevc, null).entries.videocodecid).toBe(0x68766331);
    expect(metadataOf(h264, null).entries.videocodecid).toBe(7);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  flvHeader,
  flvTag,
  flvTimes,
  mediaBody,
  metadataOf,
  scriptBody,
  sequenceHeaderBody,
  tagType,
} from '../../../main/output/flv/index.ts';
import { decodeErrors, isMonotonic, probe } from '../../support/ffprobe.ts';
import { type Media, makeMedia } from '../../support/media.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes a whole file with our tags; `startMs` is the time of the first one. */
async function writeFlv(media: Media, startMs: number): Promise<string> {
  const { video, audio, packets } = media;
  const parts = [
    flvHeader({ video: true, audio: true }),
    flvTag(tagType.script, startMs, scriptBody(metadataOf(video, audio))),
    flvTag(tagType.video, startMs, sequenceHeaderBody(video)),
    flvTag(tagType.audio, startMs, sequenceHeaderBody(audio)),
  ];
  for (const packet of packets) {
    const { timestampMs, compositionMs } = flvTimes(packet, 0);
    const body = mediaBody(packet, compositionMs);
    parts.push(flvTag(tagType[packet.track], startMs + timestampMs, body));
  }
  const file = join(folder, `${startMs}.flv`);
  await writeFile(file, Buffer.concat(parts));
  return file;
}

test.each([0, 0x01020304])(
  'a file of our tags from %i ms on decodes, with B-frames in their place',
  async (startMs) => {
    const media = await makeMedia({ bFrames: 2, kbps: 500 });
    const file = await writeFlv(media, startMs);
    expect(await decodeErrors(file)).toBe('');
    const { video, audio } = await probe(file);
    if (!video || !audio) throw new Error('a track is missing');
    expect([video.codec, video.width, video.height]).toEqual(['h264', 320, 180]);
    expect([audio.codec, audio.sampleRate]).toEqual(['aac', 48_000]);
    expect(isMonotonic(video) && isMonotonic(audio)).toBe(true);
    const sent = media.packets.filter(({ track }) => track === 'video');
    const times = sent.map(({ ptsUs, dtsUs }) => [startMs + dtsUs / 1000, startMs + ptsUs / 1000]);
    expect(video.packets.map(({ dtsMs, ptsMs }) => [Math.round(dtsMs), Math.round(ptsMs)])).toEqual(
      times,
    );
    expect(video.packets.some(({ dtsMs, ptsMs }) => ptsMs > dtsMs)).toBe(true);
  },
);

test('times are rounded once: composition never moves the presentation time', () => {
  const packet = { ptsUs: 100_499, dtsUs: 33_500 };
  const times = flvTimes(
    { ...packet, track: 'video', durationUs: 0, keyframe: false, data: new Uint8Array() },
    0,
  );
  expect(times).toEqual({ timestampMs: 34, compositionMs: 66 });
});

test('the top byte of a time goes into the extended byte', () => {
  const tag = flvTag(tagType.video, 0x01020304, new Uint8Array(2));
  expect(tag.toString('hex')).toBe('09000002' + '020304' + '01' + '000000' + '0000' + '0000000d');
});

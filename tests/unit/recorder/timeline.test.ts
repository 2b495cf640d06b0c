import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudioFormat, EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';
import type { Fragment } from '../../../main/output/recorder/fragment.ts';
import { Timeline } from '../../../main/output/recorder/timeline.ts';

const video: VideoFormat = {
  track: 'video',
  codec: 'avc1.640028',
  width: 2,
  height: 2,
  fps: 30,
  bitrate: 1,
  description: new Uint8Array([1]),
};
const audio: AudioFormat = {
  track: 'audio',
  codec: 'mp4a.40.2',
  sampleRate: 48_000,
  channels: 2,
  bitrate: 1,
  description: new Uint8Array([2]),
};

const anyPacket: fc.Arbitrary<EncodedPacket> = fc
  .record({
    isVideo: fc.boolean(),
    timeMs: fc.integer({ min: -5_000, max: 60_000 }),
    isKey: fc.boolean(),
  })
  .map(({ isVideo, timeMs, isKey }) => ({
    track: isVideo ? 'video' : 'audio',
    ptsUs: timeMs * 1_000,
    dtsUs: timeMs * 1_000,
    durationUs: 20_000,
    keyframe: !isVideo || isKey,
    data: new Uint8Array(3),
  }));

const anyStep = fc.oneof(
  { weight: 20, arbitrary: anyPacket },
  { weight: 1, arbitrary: fc.constantFrom(video, { ...video, description: new Uint8Array([9]) }) },
  { weight: 1, arbitrary: fc.constantFrom(audio, { ...audio, channels: 1 }) },
);

describe('Timeline', () => {
  it('makes of any packets files that start at a keyframe and go forward in time', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 300 }), (steps) => {
        const files: Fragment[][] = [[]];
        const timeline = new Timeline({
          onNewPart: () => files.push([]),
          onFragment: (fragment) => files.at(-1)?.push(fragment),
        });
        for (const step of steps) {
          if ('codec' in step) timeline.setFormat(step);
          else timeline.write(step);
        }
        timeline.flush();

        expect(timeline.openBytes).toBe(0);
        for (const fragments of files) {
          expect(new Set(fragments.map(({ formats }) => formats)).size).toBeLessThanOrEqual(1);
          for (const { video: frames, formats, audio: sound } of fragments) {
            if (frames[0]) expect(frames[0].keyframe).toBe(true);
            if (sound.length > 0) expect(formats.audio).not.toBe(null);
          }
          for (const track of ['video', 'audio'] as const) {
            const times = fragments.flatMap((fragment) => fragment[track].map((it) => it.dtsUs));
            for (const [index, time] of times.entries()) {
              expect(time).toBeGreaterThan(times[index - 1] ?? -1);
            }
          }
        }
        const counted = files.flat().reduce((sum, it) => sum + it.video.length, 0);
        expect(counted).toBe(timeline.videoFrames);
      }),
      { numRuns: 300 },
    );
  });

  const frameAt = (index: number, keyframe = false): EncodedPacket => ({
    track: 'video',
    ptsUs: index * 33_333,
    dtsUs: index * 33_333,
    durationUs: 33_333,
    keyframe,
    data: new Uint8Array(3),
  });
  const collect = () => {
    const files: Fragment[][] = [[]];
    const timeline = new Timeline({
      onNewPart: () => files.push([]),
      onFragment: (fragment) => files.at(-1)?.push(fragment),
    });
    return { files, timeline };
  };

  it('waits for the format of late sound before it fixes the tracks of the file', () => {
    const { files, timeline } = collect();
    timeline.setFormat(video);
    for (let index = 0; index < 90; index++) timeline.write(frameAt(index, index % 30 === 0));
    expect(files.flat()).toEqual([]);
    timeline.setFormat(audio);
    timeline.write(frameAt(90, true));
    timeline.flush();
    expect(files).toHaveLength(1);
    expect(files.flat().map(({ formats }) => formats.audio)).toEqual([audio, audio]);
  });

  it('begins the next file at a keyframe, also when only the sound changes', () => {
    const { files, timeline } = collect();
    timeline.setFormat(video);
    timeline.setFormat(audio);
    for (let index = 0; index < 45; index++) timeline.write(frameAt(index, index % 30 === 0));
    timeline.setFormat({ ...audio, channels: 1 });
    for (let index = 45; index < 75; index++) timeline.write(frameAt(index, index % 30 === 0));
    timeline.flush();
    expect(files).toHaveLength(2);
    expect(files[1]?.[0]?.video[0]?.keyframe).toBe(true);
    expect(timeline.videoFrames).toBe(75);
  });
});

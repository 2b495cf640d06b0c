import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EncodedPacket, LaneTarget, VideoFormat } from '../../../common/media/packet.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newItem, newScene } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import { decodeErrors, probe } from '../../support/ffprobe.ts';
import { STRICT } from '../../support/pace.ts';
import { showNames } from '../../support/showNames.ts';
import type { Heard, Sent, Step } from '../../support/stagePage/programme.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

const [width, height, fps, kbps] = [320, 180, 30, 220];
/** Of a wanted bitrate; an encoder that has to skip pictures is less even. */
const RATE_OFF = STRICT ? 0.25 : 0.5;

let page: StagePage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanes-'));
  page = await openStagePage();
});
afterAll(async () => {
  await page?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Moves by itself, the same on every machine, and costs little to compose. */
const test: Source = { id: 'test', name: 'Test', kind: 'testPicture', filters: [] };

function show(keyframeIntervalSeconds = 2): ShowState {
  const state = stateOfShow(defaultShow(showNames, width, height, fps));
  return {
    ...state,
    scenes: [
      newScene('test', 'Test', [newItem('item', 'test', { x: 0, y: 0, width, height }, 'stretch')]),
    ],
    sources: { test },
    canvases: state.canvases.map((canvas) => ({
      ...canvas,
      programSceneId: 'test',
      previewSceneId: 'test',
    })),
    encoding: { ...state.encoding, videoKbps: kbps, keyframeIntervalSeconds },
  };
}

const low = (change: Partial<LaneTarget> = {}): LaneTarget => ({
  ...{ lane: 'low', codec: 'h264', width, height, fps, kbps: 130 },
  ...change,
});
const ask = (lanes: readonly LaneTarget[], main = true): Step => ({
  do: 'ask',
  message: { type: 'lanes', main, lanes },
});
const onAir: readonly Step[] = [
  { do: 'newOutput' },
  { do: 'encode', on: true },
  { do: 'waitVideo', packets: 20 },
];
const offAir: readonly Step[] = [{ do: 'encode', on: false }, { do: 'waitDrained' }];

type Video = Extract<Sent, { kind: 'packet' }> & { readonly packet: EncodedPacket };
/** A stretch of one lane: a format that differs from the one before, and the packets up to the next. */
type Stretch = { readonly format: VideoFormat; readonly description: string; packets: Video[] };

/** What was sent of a lane, in its stretches. */
function stretchesOf({ sent }: Heard, lane?: string): Stretch[] {
  const stretches: Stretch[] = [];
  for (const it of sent) {
    if (it.kind === 'format' && it.format.track === 'video' && it.format.lane === lane) {
      const last = stretches[stretches.length - 1];
      const { width, height, fps } = it.format;
      const isSame =
        last?.format.width === width && last.format.height === height && last.format.fps === fps;
      if (!isSame) stretches.push({ ...it, format: it.format, packets: [] });
    }
    if (it.kind === 'packet' && it.packet.track === 'video' && it.packet.lane === lane)
      stretches[stretches.length - 1]?.packets.push(it as Video);
  }
  return stretches;
}

/** Positions on the grid of the canvas; each packet must lie exactly on one. */
function framesOf({ packets }: Stretch): number[] {
  return packets.map(({ packet }) => {
    const frame = Math.round((packet.ptsUs * fps) / 1e6);
    expect(packet.ptsUs).toBe(Math.round((frame * 1e6) / fps));
    return frame;
  });
}

const keysOf = ({ packets }: Stretch): number[] =>
  packets.flatMap(({ packet }, at) => (packet.keyframe ? [at] : []));

/** Expects keyframes two seconds apart on the grid; a frame that was skipped on a busy machine delays one. */
function expectKeys(stretch: Stretch): void {
  const frames = framesOf(stretch);
  const keys = keysOf(stretch).map((at) => frames[at] as number);
  expect(keys[0]).toBe(frames[0]);
  for (const [index, key] of keys.slice(1).entries()) {
    const apart = key - (keys[index] as number);
    expect(apart).toBeGreaterThanOrEqual(2 * fps);
    expect(apart).toBeLessThan(2 * fps + 15);
  }
}

/** Kilobits a second over packets `from` to `to`. */
function kbpsOf({ packets, format }: Stretch, from: number, to = packets.length): number {
  const part = packets.slice(from, to);
  const bytes = part.reduce((sum, { data }) => sum + Buffer.from(data, 'base64').length, 0);
  return (bytes * 8 * format.fps) / part.length / 1000;
}

/** Positions missing between the first and the last. */
const holesIn = (frames: readonly number[], every = 1): number =>
  ((frames.at(-1) as number) - (frames[0] as number)) / every + 1 - frames.length;

const START = Buffer.from([0, 0, 0, 1]);

/** The stretch as a file that ffmpeg reads: H.264 with start codes. */
async function write({ packets, description }: Stretch, name: string): Promise<string> {
  const record = Buffer.from(description, 'base64');
  const parts: Buffer[] = [];
  let at = 6;
  for (let set = 0; set < ((record[5] ?? 0) & 31) + 1; set++) {
    const size = record.readUInt16BE(at);
    parts.push(START, record.subarray(at + 2, at + 2 + size));
    at += 2 + size;
    if (set === ((record[5] ?? 0) & 31) - 1) at++;
  }
  for (const { data } of packets) {
    const unit = Buffer.from(data, 'base64');
    for (let nal = 0; nal < unit.length; ) {
      const size = unit.readUInt32BE(nal);
      parts.push(START, unit.subarray(nal + 4, nal + 4 + size));
      nal += 4 + size;
    }
  }
  const file = join(folder, name);
  await writeFile(file, Buffer.concat(parts));
  return file;
}

const skipped = ({ told }: Heard) =>
  Math.max(...told.map((it) => (it.type === 'figures' ? it.figures.skipped : 0)));
const encoded = ({ told }: Heard) =>
  Math.max(...told.map((it) => (it.type === 'figures' ? it.figures.encoded : 0)));
const failures = ({ told }: Heard) => told.filter(({ type }) => type === 'failed');

describe('lanes', () => {
  it('a low lane begins, loses bitrate, changes size and ends, and the main lane knows nothing of it', async () => {
    const heard = await page.call(
      'runProgramme',
      show(),
      [
        ...onAir,
        ask([low()]),
        { do: 'waitVideo', lane: 'low', packets: 75 },
        ask([low({ kbps: 70 })]),
        { do: 'waitVideo', lane: 'low', packets: 120 },
        ask([low({ kbps: 50, width: 160, height: 90, fps: 15 })]),
        { do: 'waitVideo', lane: 'low', packets: 140 },
        ask([]),
        { do: 'waitVideo', packets: 190 },
        ...offAir,
      ],
      { keep: true },
    );
    expect(failures(heard)).toEqual([]);

    const [main, ...more] = stretchesOf(heard) as [Stretch];
    expect(more).toEqual([]);
    const frames = framesOf(main);
    expect(holesIn(frames)).toBe(skipped(heard));
    expect(encoded(heard)).toBe(frames.length);
    // One keyframe every two seconds of the grid, and none for the sake of the other lane.
    expectKeys(main);
    expect(Math.abs(kbpsOf(main, 60, 120) / kbps - 1)).toBeLessThan(RATE_OFF);

    const lanes = stretchesOf(heard, 'low') as [Stretch, Stretch];
    expect(lanes.map(({ format }) => `${format.width}x${format.height} ${format.fps}`)).toEqual([
      '320x180 30',
      '160x90 15',
    ]);
    const [full, small] = lanes;
    // The lower bitrate is no new beginning: the keyframes are those of the interval.
    const fullFrames = framesOf(full);
    expectKeys(full);
    expect(Math.abs(kbpsOf(full, 15, 75) / 130 - 1)).toBeLessThan(RATE_OFF);
    expect(Math.abs(kbpsOf(full, 85, 120) / 70 - 1)).toBeLessThan(RATE_OFF);
    // Every second frame, in a row with those before.
    const smallFrames = framesOf(small);
    expect(keysOf(small)[0]).toBe(0);
    expect(smallFrames.every((frame) => frame % 2 === 0)).toBe(true);
    expect((smallFrames[0] as number) - (fullFrames.at(-1) as number)).toBeLessThanOrEqual(3);
    // A lane may skip for the main one's sake, but on an idle machine it does not.
    const holes = holesIn(fullFrames) + holesIn(smallFrames, 2);
    if (STRICT) expect(holes).toBeLessThan(15 + skipped(heard));

    for (const [name, stretch] of Object.entries({ main, full, small })) {
      const file = await write(stretch, `${name}.h264`);
      expect(await decodeErrors(file), name).toBe('');
      const { video } = await probe(file);
      expect(video?.packets.length, name).toBe(stretch.packets.length);
      expect(video?.width, name).toBe(stretch.format.width);
    }
  });

  it('without takers the main lane rests, and comes back with a keyframe; a lane gives one when asked', async () => {
    const heard = await page.call(
      'runProgramme',
      show(10),
      [
        ...onAir,
        ask([low()], false),
        { do: 'waitVideo', lane: 'low', packets: 40 },
        { do: 'ask', message: { type: 'keyframeWanted', lane: 'low' } },
        { do: 'waitVideo', lane: 'low', packets: 50 },
        ask([low()], true),
        { do: 'waitVideo', lane: 'low', packets: 70 },
        ...offAir,
      ],
      { keep: true },
    );
    expect(failures(heard)).toEqual([]);
    const [main] = stretchesOf(heard) as [Stretch];
    const frames = framesOf(main);
    const gapAt = frames.findIndex(
      (frame, at) => at > 0 && frame - (frames[at - 1] as number) > 30,
    );
    expect(gapAt).toBeGreaterThan(0);
    expect(main.packets[gapAt]?.packet.keyframe).toBe(true);
    const [lane] = stretchesOf(heard, 'low') as [Stretch];
    const keys = keysOf(lane);
    expect(keys[0]).toBe(0);
    expect(keys[1]).toBeGreaterThanOrEqual(40);
    expect(keys[1]).toBeLessThan(50);
    // Frames that were made while only the lane took them count as encoded.
    expect(encoded(heard)).toBeGreaterThan(main.packets.length + 40);
  });

  it('makes AV1 beside H.264, and says which lane it cannot make', async () => {
    const av1 = low({ lane: 'av1', codec: 'av1', kbps: 200 });
    const hevc = low({ lane: 'hevc', codec: 'hevc', width: 7680, height: 4320 });
    const heard = await page.call(
      'runProgramme',
      show(),
      [
        ...onAir,
        ask([av1, hevc]),
        { do: 'waitLaneFailed', lane: 'hevc' },
        { do: 'waitVideo', lane: 'av1', packets: 40 },
        // Told the same again, it does not try again.
        ask([av1, hevc]),
        { do: 'waitVideo', lane: 'av1', packets: 50 },
        // A fresh output has no lanes before it asks.
        { do: 'newOutput' },
        { do: 'waitVideo', packets: 10 },
        ...offAir,
      ],
      { keep: true },
    );
    expect(failures(heard)).toEqual([]);
    const failed = heard.outputs.flat().filter(({ type }) => type === 'laneFailed');
    expect(failed).toEqual([{ type: 'laneFailed', lane: 'hevc', code: 'ENCODER_MISSING' }]);
    expect(heard.outputs[1]?.some((it) => 'lane' in it && it.lane === 'av1')).toBe(false);

    const [lane] = stretchesOf(heard, 'av1') as [Stretch];
    framesOf(lane);
    expect(lane.packets[0]?.packet.keyframe).toBe(true);
    // av1C: its marker, profile 0, and the sequence header that the keyframe has, too.
    const record = Buffer.from(lane.description, 'base64');
    expect(record.subarray(0, 4).toString('hex')).toBe('81000c00');
    const key = Buffer.from(lane.packets[0]?.data ?? '', 'base64');
    expect(key.subarray(0, record.length - 4)).toEqual(record.subarray(4));
    const units = lane.packets.map(({ data }) =>
      Buffer.concat([Buffer.from([0x12, 0]), Buffer.from(data, 'base64')]),
    );
    const file = join(folder, 'lane.obu');
    await writeFile(file, Buffer.concat(units));
    expect(await decodeErrors(file)).toBe('');
    expect((await probe(file)).video?.packets.length).toBe(lane.packets.length);
  });

  it('tells how fast it encodes, but not while it is at work', async () => {
    const measure = (requestId: number): Step => ({
      do: 'order',
      order: { type: 'measureEncoder', requestId, seconds: 1 },
    });
    const heard = await page.call('runProgramme', show(), [
      measure(1),
      { do: 'waitTold', type: 'encoderSpeed', times: 1 },
      { do: 'newOutput' },
      { do: 'encode', on: true },
      { do: 'waitVideo', packets: 5 },
      measure(2),
      { do: 'waitTold', type: 'encoderSpeed', times: 2 },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
    ]);
    expect(failures(heard)).toEqual([]);
    const speeds = heard.told.flatMap((it) => (it.type === 'encoderSpeed' ? [it] : []));
    expect(speeds.map(({ requestId }) => requestId)).toEqual([1, 2]);
    expect(speeds[0]?.fps).toBeGreaterThan(fps);
    expect(speeds[1]?.fps).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import { showNames } from '../../support/showNames.ts';
import type { Heard } from '../../support/stagePage/programme.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

let page: StagePage;
beforeAll(async () => {
  page = await openStagePage();
});
afterAll(() => page?.close());

/** The ready-made show without its image, which only the app can serve. */
function show(width = 640, height = 360): ShowState {
  const state = stateOfShow(defaultShow(showNames, width, height, 30));
  const { image: _image, ...sources } = state.sources;
  const scenes = state.scenes.map((scene) => ({
    ...scene,
    items: scene.items.filter(({ sourceId }) => sourceId !== 'image'),
  }));
  return { ...state, sources, scenes };
}

type Message = Heard['outputs'][number][number];
const video = (list: readonly Message[] = []) =>
  list.filter((it) => it.type === 'packet' && it.track === 'video') as (Message & {
    type: 'packet';
  })[];
const audio = (list: readonly Message[] = []) =>
  list.filter((it) => it.type === 'packet' && it.track === 'audio') as (Message & {
    type: 'packet';
  })[];
const failures = ({ told }: Heard) => told.filter(({ type }) => type === 'failed');

/** Frames of the grid that the programme says it skipped: a busy machine may lose some, but never silently. */
const skipped = ({ told }: Heard) =>
  Math.max(...told.map((it) => (it.type === 'figures' ? it.figures.skipped : 0)));

/** Expects frames in order on the grid of 30 a second, the formats before the first packets; gives the number of holes. */
function expectWhole(list: readonly Message[] = []): number {
  for (const track of ['video', 'audio'] as const) {
    const of = list.filter(
      (it) => (it.type === 'format' || it.type === 'packet') && it.track === track,
    );
    expect(of[0]?.type, `${track} begins with its format`).toBe('format');
  }
  const packets = video(list);
  expect(packets[0]?.keyframe).toBe(true);
  const frames = packets.map(({ ptsUs }) => Math.round((ptsUs * 30) / 1e6));
  for (const [at, { ptsUs }] of packets.entries())
    expect(ptsUs).toBe(Math.round(((frames[at] as number) * 1e6) / 30));
  expect(frames).toEqual([...new Set(frames)].sort((a, b) => a - b));
  return (frames.at(-1) as number) - (frames[0] as number) + 1 - frames.length;
}

describe('the programme', () => {
  it('sends every frame of the grid, then says that it has drained, and starts again with a keyframe', async () => {
    const heard = await page.call('runProgramme', show(), [
      { do: 'newOutput' },
      { do: 'encode', on: true },
      // Sound begins a second in: silence, for there is no audio graph here.
      { do: 'waitVideo', packets: 45 },
      { do: 'waitAudio', packets: 1 },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
      { do: 'newOutput' },
      { do: 'encode', on: true },
      { do: 'waitVideo', packets: 10 },
      { do: 'waitAudio', packets: 1 },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
    ]);
    expect(failures(heard)).toEqual([]);
    const holes = heard.outputs.map((list) => expectWhole(list));
    expect((holes[0] as number) + (holes[1] as number)).toBe(skipped(heard));
    for (const list of heard.outputs) expect(list.at(-1)).toEqual({ type: 'drained' });
    const [first, second] = heard.outputs;
    expect(video(second)[0]?.ptsUs).toBeGreaterThan(video(first).at(-1)?.ptsUs ?? 0);
  });

  it('tells a fresh output the formats, and gives it a keyframe when it asks', async () => {
    const heard = await page.call('runProgramme', show(), [
      { do: 'newOutput' },
      { do: 'encode', on: true },
      // Sound begins a second in: silence, for there is no audio graph here.
      { do: 'waitVideo', packets: 5 },
      { do: 'waitAudio', packets: 1 },
      { do: 'newOutput' },
      { do: 'waitVideo', packets: 10 },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
    ]);
    const [before, after] = heard.outputs;
    expect(audio(before).length).toBeGreaterThan(0);
    const formats = (list: readonly Message[] = []) => list.filter(({ type }) => type === 'format');
    // Some encoders tell theirs again with each keyframe; the sound's never does.
    expect(after?.slice(0, 2)).toEqual(expect.arrayContaining(formats(before).slice(0, 2)));
    expect(
      video(after)
        .slice(0, 9)
        .some(({ keyframe }) => keyframe),
    ).toBe(true);
  });

  it('told to stop while its encoders start, or twice, still says that it has drained', async () => {
    const heard = await page.call('runProgramme', show(), [
      { do: 'newOutput' },
      { do: 'encode', on: true },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
      { do: 'encode', on: true },
      { do: 'waitVideo', packets: 5 },
      { do: 'encode', on: false },
      { do: 'encode', on: true },
      { do: 'waitVideo', packets: 10 },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
    ]);
    expect(failures(heard)).toEqual([]);
    const times = video(heard.outputs[0]).map(({ ptsUs }) => ptsUs);
    expect(times.length).toBeGreaterThanOrEqual(10);
  });

  it('changes size between broadcasts and tells what it makes now', async () => {
    const heard = await page.call('runProgramme', show(), [
      { do: 'newOutput' },
      { do: 'encode', on: true },
      { do: 'waitVideo', packets: 5 },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
      { do: 'show', show: show(364, 240) },
      { do: 'newOutput' },
      { do: 'encode', on: true },
      { do: 'waitVideo', packets: 5 },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
    ]);
    expect(failures(heard)).toEqual([]);
    const started = heard.told.flatMap((it) => (it.type === 'started' ? [it.compositor] : []));
    expect(started).toEqual(['planar', 'planar']);
    const sizes = heard.outputs.map(
      (list) => list.find((it) => it.type === 'format' && it.track === 'video') as { size: string },
    );
    expect(sizes.map(({ size }) => size)).toEqual(['640x360', '364x240']);
  });

  it('closes every frame of the camera and its own', async () => {
    const heard = await page.call('runProgramme', show(), [
      { do: 'newOutput' },
      { do: 'camera', sourceId: 'camera' },
      { do: 'encode', on: true },
      { do: 'waitVideo', packets: 30 },
      // Another stream takes over while frames are on their way.
      { do: 'camera', sourceId: 'camera' },
      { do: 'waitVideo', packets: 60 },
      { do: 'encode', on: false },
      { do: 'waitDrained' },
      { do: 'collectGarbage' },
      { do: 'wait', ms: 300 },
      { do: 'collectGarbage' },
      { do: 'wait', ms: 300 },
    ]);
    expect(failures(heard)).toEqual([]);
    expect(expectWhole(heard.outputs[0])).toBe(skipped(heard));
    expect(page.console.filter((line) => /garbage collected/i.test(line))).toEqual([]);
  });
});

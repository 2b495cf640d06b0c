import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSource } from '../../../common/show/new.ts';
import type { SourceOf } from '../../../common/show/sources.ts';
import {
  countedFilm,
  frameOf,
  oldFilm,
  seeThroughFilm,
  tone,
  truncated,
} from '../../support/mediaFiles.ts';
import type { Happening, Watched, WatchOptions } from '../../support/mediaPage/messages.ts';
import type { MediaHarness } from '../../support/mediaPage/page.ts';
import { STRICT, within } from '../../support/pace.ts';
import { openMediaPage, type PageOf } from '../../support/stagePage.ts';

let folder: string;
let page: PageOf<MediaHarness>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-files-'));
  await Promise.all([
    countedFilm(folder, 'film.mp4', { more: ['-movflags', '+faststart'] }),
    countedFilm(folder, 'odd.webm', { fps: 20, size: '161x91', seconds: 2, rate: 48_000 }),
    seeThroughFilm(folder, 'alpha.webm'),
    oldFilm(folder, 'old.mp4'),
    tone(folder, 'tone.mp3', 4),
    tone(folder, 'tone.wav', 4),
    writeFile(join(folder, 'garbage.mp4'), Buffer.alloc(50_000, 'garbage ')),
  ]);
  await truncated(folder, 'film.mp4', 'truncated.mp4', 0.5);
  page = await openMediaPage(folder);
}, 60_000);
afterAll(async () => {
  await page?.close();
  await rm(folder, { recursive: true, force: true });
});

const media = (paths: string[], more: Partial<SourceOf<'media'>> = {}): SourceOf<'media'> => ({
  ...(newSource('media', 'film', 'Film', { width: 640, height: 360 }) as SourceOf<'media'>),
  paths,
  loop: 'off',
  ...more,
});

const play = (
  source: SourceOf<'media'>,
  forMs: number,
  happenings: Happening[] = [{ atMs: 0, seen: 'air' }],
  until?: WatchOptions['until'],
): Promise<Watched> =>
  page.call('watch', {
    ...{ source, forMs, happenings },
    ...(until ? { until } : {}),
    spots: [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.25, 0.75],
    ],
  });

type Look = Watched['looks'][number];
const counts = (looks: readonly Look[]) =>
  looks.filter(({ colours }) => colours[0]).map(({ colours }) => frameOf(lumaOfRgb(colours[0])));
/** BT.601 range luma of a grey that a decoder brought to full range. */
const lumaOfRgb = (rgba: readonly number[] | undefined) => 16 + ((rgba?.[0] ?? 0) * 219) / 255;
const stretches = ({ sound }: Watched) => sound.filter((it) => it !== 'clear');
const onsets = (watched: Watched) => stretches(watched).flatMap(({ onsetsUs }) => onsetsUs);
/** Longest wait for a film of four seconds to end, ms. */
const END_MS = 12_000;
/** Plays it to its end. */
const playOut = (source: SourceOf<'media'>, happenings?: Happening[]): Promise<Watched> =>
  play(source, END_MS, happenings, { state: 'ended' });

/** The flash came after the one programme time, and at the other at the latest, µs; a busy machine looks less often. */
type Flash = { readonly afterUs: number; readonly untilUs: number };
const flashes = ({ looks }: Watched): Flash[] => {
  const bright = looks.map(({ colours }) => (colours[1]?.[0] ?? 0) > 128);
  return looks.flatMap(({ timeUs }, at) =>
    bright[at] && !bright[at - 1]
      ? [{ afterUs: looks[at - 1]?.timeUs ?? Number.NEGATIVE_INFINITY, untilUs: timeUs }]
      : [],
  );
};
const expectApart = (first: Flash | undefined, second: Flash | undefined, us: number) => {
  if (!first || !second) throw new Error('no flash');
  expect(second.afterUs - first.untilUs - 20_000).toBeLessThan(us);
  expect(second.untilUs - first.afterUs + 20_000).toBeGreaterThan(us);
};
/** The flash is seen at the place of the grid nearest to its time, half a frame early at most. */
const isHeardWith = ({ afterUs, untilUs }: Flash, onsetUs: number | undefined) =>
  onsetUs !== undefined && onsetUs > afterUs - 10_000 && onsetUs < untilUs + 40_000;

/** Pictures that went on as the grid did: a busy machine skips places of the grid, never the file's time. */
const expectInOrder = (looks: readonly Look[]) => {
  const shown = looks.filter(({ colours, playing }) => colours[0] && playing?.state === 'playing');
  const numbers = counts(shown);
  for (const [at, number] of numbers.entries()) {
    const [look, before] = [shown[at], shown[at - 1]];
    if (!look || !before) continue;
    const step = (number - (numbers[at - 1] as number) + 110) % 110;
    const passed = ((look.timeUs - before.timeUs) * 30) / 1e6;
    expect(step - passed, `frame ${at}: ${numbers.join(' ')}`).toBeLessThan(2.5);
  }
};

const AIR: Happening = { atMs: 0, seen: 'air' };

describe.concurrent('a media file', () => {
  it('shows its frames at their time, its sound at the same time and without a gap, and then hides', async () => {
    const watched = await playOut(media(['film.mp4']));
    const shown = counts(watched.looks);
    expectInOrder(watched.looks);
    expect(shown.length).toBeGreaterThan(40);
    expect(watched.looks.find(({ layers }) => layers > 0)?.size).toBe('160x90');
    const [first, ...later] = flashes(watched);
    expect(first).toBeDefined();
    expect(later).toHaveLength(3);
    for (const [at, flash] of later.entries()) {
      const onset = onsets(watched)[at + 1];
      expect(isHeardWith(flash, onset), `${onset} with ${JSON.stringify(flash)}`).toBe(true);
    }
    const sound = stretches(watched);
    for (const [at, { timeUs, samples, sampleRate }] of sound.entries()) {
      const next = sound[at + 1];
      if (next)
        expect(Math.abs(timeUs + (samples * 1e6) / sampleRate - next.timeUs)).toBeLessThan(2);
    }
    const last = watched.looks.at(-1);
    expect(last?.layers).toBe(0);
    expect(last?.playing?.state).toBe('ended');
    expect(last?.playing?.durationSeconds).toBeCloseTo(4, 0);
    expect(watched.problems.filter(({ code }) => code)).toEqual([]);
    expect(watched.warnings).toEqual([]);
    expect(watched.slowestMs).toBeLessThan(STRICT ? 10 : 200);
    // Sound is sent ahead, but not far.
    const ahead = sound.slice(10).map(({ timeUs, atMs }) => timeUs / 1000 - atMs);
    expect(Math.max(...ahead)).toBeLessThan(1_200);
    expect(Math.min(...ahead)).toBeGreaterThan(0);
  });

  it('plays from in to out, loops, and goes twice as fast with the pitch', async () => {
    const [part, fast] = await Promise.all([
      play(media(['film.mp4'], { inSeconds: 1, outSeconds: 2, loop: 'one' }), 3_000),
      playOut(media(['film.mp4'], { speed: 2, atEnd: 'hold' })),
    ]);
    const [, second, third] = flashes(part);
    expectApart(second, third, 1e6);
    for (const shown of counts(part.looks))
      expect([...Array(32).keys()].map((it) => it + 29)).toContain(shown);
    const heard = stretches(part);
    const [first] = heard;
    const until = (first?.timeUs ?? 0) + 2e6;
    const samples = heard
      .filter(({ timeUs }) => timeUs < until)
      .map((it) => it.samples / it.sampleRate);
    expect(samples.reduce((sum, it) => sum + it, 0)).toBeCloseTo(2, 1);

    const times = flashes(fast);
    expectApart(times[1], times[2], 0.5e6);
    expect(stretches(fast)[0]?.sampleRate).toBe(88_200);
    const last = fast.looks.at(-1);
    expect(last?.playing?.state).toBe('ended');
    expect(counts([last as Look])).toEqual([9]);
  });

  it('pauses, goes on, jumps, and plays the list', async () => {
    const order = (act: 'play' | 'pause' | 'next' | 'restart') =>
      ({ order: { type: 'media', sourceId: 'film', act } }) as const;
    const [paused, listed] = await Promise.all([
      playOut(media(['film.mp4'], { atEnd: 'hold' }), [
        AIR,
        { atMs: 800, ...order('pause') },
        { atMs: 1_600, ...order('play') },
        { atMs: 2_200, order: { type: 'seekMedia', sourceId: 'film', seconds: 3.5 } },
      ]),
      play(
        media(['odd.webm', 'gone.mp4', 'tone.wav', 'film.mp4'], { loop: 'all' }),
        END_MS,
        [
          AIR,
          { atMs: 500, onceAt: 0, ...order('next') },
          { atMs: 1_200, onceAt: 2, ...order('next') },
          { atMs: 1_800, onceAt: 3, ...order('pause') },
        ],
        { state: 'paused', index: 3 },
      ),
    ]);
    const at = (watched: Watched, ms: number) =>
      watched.looks.findLast(({ atMs }) => atMs < ms) as Look;
    expect(at(paused, 1_000).playing?.state).toBe('paused');
    expect(counts([at(paused, 1_000)])).toEqual(counts([at(paused, 1_590)]));
    const silence = stretches(paused).filter(({ atMs }) => atMs > 900 && atMs < 1_590);
    expect(silence).toEqual([]);
    expect(paused.sound.filter((it) => it === 'clear').length).toBeGreaterThanOrEqual(2);
    const [resumed] = counts([at(paused, 1_800)]);
    expect(
      ((resumed as number) - (counts([at(paused, 1_590)])[0] as number) + 110) % 110,
    ).toBeLessThan(8);
    // Half a second after the jump it is over, and its last picture stays.
    const end = paused.looks.at(-1) as Look;
    expect(end.playing?.state).toBe('ended');
    expect(counts([end])).toEqual([9]);
    const jumped = paused.looks.filter(({ playing }) => (playing?.positionSeconds ?? 0) > 3.4);
    expect(end.atMs - (jumped[0]?.atMs ?? 0)).toBeLessThan(within(1_500));
    const ofFile = (index: number) => listed.looks.filter((it) => it.playing?.index === index);
    expect(ofFile(0).at(-1)?.size).toBe('161x91');
    // The missing one is named and passed over.
    expect(listed.problems.map(({ code }) => code)).toContain('FILE_MISSING');
    expect(ofFile(1).filter(({ playing }) => playing?.state === 'playing')).toEqual([]);
    const [tones = 0, film = 0] = [2, 3].map((index) => ofFile(index)[0]?.atMs);
    expect(
      stretches(listed).filter(({ atMs }) => atMs >= tones - 100 && atMs < film).length,
    ).toBeGreaterThan(5);
    expect(listed.looks.at(-1)).toMatchObject({ size: '160x90', playing: { index: 3 } });
  });

  it('is heard in step with its picture over the seams of a loop and after a jump', async () => {
    const watched = await play(media(['film.mp4'], { inSeconds: 0.5, loop: 'one' }), 6_500, [
      AIR,
      { atMs: 4_600, order: { type: 'seekMedia', sourceId: 'film', seconds: 1.5 } },
    ]);
    const heard = onsets(watched);
    const seen = flashes(watched);
    expect(seen.length).toBeGreaterThanOrEqual(5);
    for (const flash of seen) {
      const isHeard = heard.some((onset) => isHeardWith(flash, onset));
      expect(isHeard, `${JSON.stringify(flash)}, beeps ${heard}, µs`).toBe(true);
    }
  });

  it('waits in the preview, starts anew on air, and costs nothing where it is not seen', async () => {
    const [restarts, goesOn] = await Promise.all([
      play(media(['film.mp4']), 3_000, [
        { atMs: 0, seen: 'preview' },
        { atMs: 700, seen: 'air' },
        { atMs: 1_500, seen: 'nowhere' },
        { atMs: 2_000, seen: 'air' },
      ]),
      play(media(['film.mp4'], { whenShown: 'continue' }), 3_000, [
        AIR,
        { atMs: 1_200, seen: 'nowhere' },
        { atMs: 2_000, seen: 'air' },
      ]),
    ]);
    const between = ({ looks }: Watched, from: number, to: number) =>
      looks.filter(({ atMs, colours }) => atMs > from && atMs < to && colours[0]);
    expect([...new Set(counts(between(restarts, 0, 690)))]).toEqual([0]);
    expect(stretches(restarts).filter(({ atMs }) => atMs < 690)).toEqual([]);
    expect(Math.max(...counts(between(restarts, 700, 1_500)))).toBeGreaterThan(10);
    expect(stretches(restarts).filter(({ atMs }) => atMs > 1_550 && atMs < 2_000)).toEqual([]);
    expect(counts(between(restarts, 2_000, 3_000))[0]).toBeLessThan(3);
    const before = counts(between(goesOn, 0, 1_200)).at(-1) as number;
    const after = counts(between(goesOn, 2_000, 3_000))[0] as number;
    expect(Math.abs(after - before)).toBeLessThan(6);
  });

  it('has alpha where the file has', async () => {
    const watched = await play(media(['alpha.webm'], { atEnd: 'hold' }), 1_600);
    const [solid, clear, half] = watched.looks.at(-1)?.colours ?? [];
    expect(solid?.[0]).toBeGreaterThan(220);
    expect(solid?.[3]).toBe(255);
    expect(clear?.[3]).toBeLessThan(8);
    expect(half?.[1]).toBeGreaterThan(200);
    expect(Math.abs((half?.[3] as number) - 128)).toBeLessThan(8);
  });

  it('is heard where it has no picture', async () => {
    const heard = await Promise.all(
      ['tone.mp3', 'tone.wav'].map((name) => play(media([name]), 1_500)),
    );
    for (const watched of heard) {
      // An MP3's beginning primes its decoder.
      const sound = stretches(watched).slice(10);
      const seconds = sound.reduce((sum, it) => sum + it.samples / it.sampleRate, 0);
      const crossings = sound.reduce((sum, it) => sum + it.crossings, 0);
      expect(Math.abs(crossings / seconds - 440)).toBeLessThan(8);
      expect(watched.looks.at(-1)).toMatchObject({ layers: 0, playing: { state: 'playing' } });
    }
  });

  it('says what is wrong with a file, and plays what there is', async () => {
    const [garbage, missing, cut, old] = await Promise.all([
      play(media(['garbage.mp4']), 600),
      play(media(['gone.mp4'], { loop: 'all' }), 600),
      playOut(media(['truncated.mp4'])),
      play(media(['old.mp4']), 600),
    ]);
    expect(garbage.problems.at(-1)?.code).toBe('MEDIA_UNSUPPORTED');
    expect(missing.problems.at(-1)?.code).toBe('FILE_MISSING');
    expect(missing.problems.length).toBeLessThan(4);
    expect(missing.looks.at(-1)?.layers).toBe(0);
    expectInOrder(cut.looks);
    expect(counts(cut.looks).length).toBeGreaterThan(STRICT ? 30 : 10);
    expect(cut.looks.at(-1)?.playing?.state).toBe('ended');
    expect(cut.problems.map(({ code }) => code)).toEqual([null, 'MEDIA_CUT_SHORT']);
    expect(old.problems.at(-1)?.code).toBe('MEDIA_UNSUPPORTED');
  });
});

it('closes every frame', () => {
  expect(page.console.filter((line) => /garbage collected/i.test(line))).toEqual([]);
});

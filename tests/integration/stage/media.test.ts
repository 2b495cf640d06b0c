import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSource } from '../../../common/show/new.ts';
import type { SourceOf } from '../../../common/show/sources.ts';
import {
  countedFilm,
  frameOf,
  seeThroughFilm,
  tone,
  truncated,
} from '../../support/mediaFiles.ts';
import type { Happening, Watched } from '../../support/mediaPage/messages.ts';
import type { MediaHarness } from '../../support/mediaPage/page.ts';
import { openMediaPage, type PageOf } from '../../support/stagePage.ts';

let folder: string;
let page: PageOf<MediaHarness>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-files-'));
  await Promise.all([
    countedFilm(folder, 'film.mp4', { more: ['-movflags', '+faststart'] }),
    countedFilm(folder, 'odd.webm', { fps: 20, size: '161x91', seconds: 2, rate: 48_000 }),
    seeThroughFilm(folder, 'alpha.webm'),
    tone(folder, 'tone.mp3'),
    tone(folder, 'tone.wav'),
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
  ...(newSource('media', 'film', 'Film') as SourceOf<'media'>),
  paths,
  loop: 'off',
  ...more,
});

const play = (
  source: SourceOf<'media'>,
  forMs: number,
  happenings: Happening[] = [{ atMs: 0, seen: 'air' }],
): Promise<Watched> =>
  page.call('watch', {
    source,
    forMs,
    happenings,
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
/** Programme times at which the flash came, µs. */
const flashes = ({ looks }: Watched) => {
  const bright = looks.map(({ colours }) => (colours[1]?.[0] ?? 0) > 128);
  return looks.filter((_, at) => bright[at] && !bright[at - 1]).map(({ timeUs }) => timeUs);
};

describe('a media file', () => {
  it('shows every frame at its time, with its sound at the same time and no gap', async () => {
    const watched = await play(media(['film.mp4']), 5_000);
    console.log(JSON.stringify(watched.looks.map((l) => [Math.round(l.atMs), l.timeUs, l.size, l.layers, l.colours[0]?.[0], l.colours[1]?.[0], l.playing?.state])).slice(0, 4000));
    console.log(watched.problems, watched.warnings, watched.slowestMs);
    console.log(JSON.stringify(watched.sound.slice(0, 5)), onsets(watched), flashes(watched), counts(watched.looks).join(' '));
  });
});

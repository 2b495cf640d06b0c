import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceOf } from '../../../common/show/sources.ts';
import { GOLDEN_SIZE } from '../../support/backends.ts';
import { chatSource, feedOf, giftItem, textItem } from '../../support/chatFeeds.ts';
import { distanceOf, expectGolden, TOLERANCE } from '../../support/golden.ts';
import type { Picture } from '../../support/png.ts';
import type { ChatScene } from '../../support/stagePage/chat.ts';
import { openStagePage, type StagePage } from '../../support/stagePage.ts';

let page: StagePage;
beforeAll(async () => {
  page = await openStagePage();
});
afterAll(() => page?.close());

type Both = Record<'webgl2' | 'planar', Picture>;

async function look(scenes: readonly ChatScene[], frames: readonly number[]): Promise<Both[]> {
  const made = await page.call('chat', scenes, frames, GOLDEN_SIZE);
  const of = (base64: string): Picture => ({ ...GOLDEN_SIZE, rgba: Buffer.from(base64, 'base64') });
  return made.map(({ webgl2, planar }) => ({ webgl2: of(webgl2), planar: of(planar) }));
}

/** The fonts that set-up asks for; where one is missing, letters are others than those that are stored. */
const FONTS = ['Inter', 'Noto Sans CJK SC', 'Noto Color Emoji'];

async function expectLetters(name: string, both: Both) {
  const { stdout } = await promisify(execFile)('fc-list', [':', 'family']).catch(() => ({
    stdout: '',
  }));
  if (FONTS.every((font) => stdout.includes(font)))
    return expectGolden(name, both, TOLERANCE.colouredLetters);
  const { mean, most } = distanceOf(both.webgl2, both.planar);
  expect(mean).toBeLessThanOrEqual(TOLERANCE.colouredLetters.mean);
  expect(most).toBeLessThanOrEqual(TOLERANCE.colouredLetters.most);
}

const themes = ['clean', 'bubble', 'neon', 'paper'] as const;

/** A part that fills the picture, in letters that can still be told apart at this size. */
const small = (change: Partial<SourceOf<'chat'>>) =>
  chatSource({ ...GOLDEN_SIZE, fontSizePx: 15, ...change });

const LONG = 'Pneumonoultramicroscopicsilicovolcanoconiosis-' as const;

const talk = () => [
  textItem('晚风', '主播晚上好！今天唱什么歌？🎤'),
  textItem('Ana', 'Hello from Lisbon 👋🏽 love the set', { role: 'admin' }),
  textItem('小雨', `${LONG}没有空格的长字也会换行`, { question: true }),
  textItem('主播', '马上开始，点个关注 ❤️', { role: 'owner' }),
  giftItem('阿杰', 'rocket', { count: 2, combo: 3 }),
];

describe.each(themes)('the %s theme, on both back ends', (theme) => {
  it('list', async () => {
    const source = small({ part: 'list', theme });
    const feeds = [
      { frame: 0, feed: feedOf() },
      { frame: 1, feed: feedOf(talk()) },
    ];
    const [both] = await look([{ source, feeds }], [20]);
    await expectLetters(`chat/list-${theme}`, both as Both);
  });

  it('danmaku', async () => {
    const source = small({ part: 'danmaku', theme, seconds: 4 });
    const feeds = [
      { frame: 0, feed: feedOf() },
      { frame: 1, feed: feedOf(talk().slice(0, 3)) },
      { frame: 20, feed: feedOf(talk().slice(3)) },
      { frame: 40, feed: feedOf([textItem('Bo', '666'), textItem('Cy', '好听 👏👏')]) },
    ];
    const [both] = await look([{ source, feeds }], [62]);
    await expectLetters(`chat/danmaku-${theme}`, both as Both);
  });

  it('hearts and gifts', async () => {
    const source = small({ part: 'hearts', theme });
    const feeds = [
      { frame: 0, feed: feedOf() },
      { frame: 1, feed: feedOf([giftItem('阿杰', 'cake', { count: 4 })], { likesAdded: 12 }) },
    ];
    const [both] = await look([{ source, feeds }], [45]);
    await expectLetters(`chat/hearts-${theme}`, both as Both);
  });

  it('pinned, question and viewers', async () => {
    const pinned = textItem('小雨', '今晚八点抽奖，关注主播再点亮红心就能参加 🎁', {
      role: 'admin',
    });
    const question = {
      name: 'Ana',
      text: 'What was the first song you ever wrote? 第一首歌是什么？',
    };
    const feed = feedOf([], { pinned, question, online: 12_840, likesTotal: 356_201 });
    const feeds = [{ frame: 0, feed }];
    const low = { fontSizePx: 13, height: 80 };
    const both = await look(
      [
        { source: small({ part: 'pinned', theme, ...low }), feeds },
        { source: small({ part: 'viewers', theme, ...low }), feeds, y: 70 },
        { source: small({ part: 'question', theme, ...low }), feeds, locale: 'en', y: 100 },
      ],
      [10],
    );
    await expectLetters(`chat/cards-${theme}`, both[0] as Both);
  });
});

describe('what it costs', () => {
  const parts = ['danmaku', 'list', 'hearts'] as const;
  const crowd = (frames: number) => {
    const feeds = [{ frame: 0, feed: feedOf() }];
    for (let frame = 3; frame < frames; frame += 3) {
      const items = Array.from({ length: 4 }, (_, at) =>
        textItem(`小明${at}`, `第 ${frame} 条消息`),
      );
      feeds.push({ frame, feed: feedOf(items, { likesAdded: 5 }) });
    }
    return feeds;
  };
  const of = (frames: number, feeds = crowd(frames)) =>
    page.call(
      'chatCosts',
      'planar',
      parts.map((part) => ({
        source: small({ part, id: part, theme: 'bubble', seconds: part === 'list' ? 0 : 4 }),
        feeds,
      })),
      frames,
      GOLDEN_SIZE,
    );

  it('40 messages a second are drawn and converted once each, not at each frame', async () => {
    const frames = 90;
    const { with: shown, without } = await of(frames);
    expect(without.reads).toBe(0);
    // Twelve lines a second, a few flights, and each heart in its sizes and opacities; 15 layers move.
    expect(shown.reads).toBeGreaterThan(20);
    expect(shown.reads).toBeLessThan(frames * 2);
  });

  it('where nothing moves nothing is drawn', async () => {
    const words = [{ frame: 0, feed: feedOf([textItem('晚风', '晚上好'), textItem('Ana', 'Hi')]) }];
    const few = await of(20, words);
    const many = await of(60, words);
    expect(many.with.reads).toBe(few.with.reads);
  });

  it('in a hurry it moves at every second frame, and no later', async () => {
    const source = small({ part: 'danmaku', seconds: 4 });
    const feeds = [
      { frame: 0, feed: feedOf() },
      { frame: 1, feed: feedOf([textItem('晚风', '晚上好')]) },
    ];
    const movesOf = async (hurried: boolean) => {
      const places = await page.call('chatPlaces', { source, feeds }, 40, { hurried });
      return places.filter((it, at) => at > 3 && it !== places[at - 1]).length;
    };
    expect(await movesOf(false)).toBe(36);
    expect(await movesOf(true)).toBe(18);
  });

  it('shown again it lists what was said meanwhile, at once and without coming in', async () => {
    const source = small({ part: 'list' });
    const feeds = [0, 5, 10, 15].map((frame) => ({
      frame,
      feed: feedOf(frame > 0 ? [textItem('Ana', `line ${frame}`)] : []),
    }));
    const hiddenAt = Array.from({ length: 80 }, (_, at) => at + 4);
    const places = await page.call('chatPlaces', { source, feeds }, 90, {
      hurried: false,
      hiddenAt,
    });
    expect(places[84]?.split(' ')).toHaveLength(3);
    expect(places[89]).toBe(places[84]);
  });
});

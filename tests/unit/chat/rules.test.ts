import { describe, expect, it } from 'vitest';
import { createTextBudgets } from '../../../main/server/chat/budget.ts';
import { cleanText, isBlank, personOf } from '../../../main/server/chat/clean.ts';
import { History, postItem } from '../../../main/server/chat/history.ts';
import { chatServerLimits } from '../../../main/server/chat/limits.ts';
import { Spread } from '../../../main/server/chat/spread.ts';
import { Tally } from '../../../main/server/chat/tally.ts';
import { BannedWords } from '../../../main/server/chat/words.ts';
import { Rates } from '../../../main/server/sockets/rate.ts';

describe('banned words', () => {
  const words = new BannedWords(['Badword', '坏话', 'ｆｏｏ ｂａｒ']);

  it.each([
    'a badword',
    'BADWORD!',
    'ｂａｄｗｏｒｄ',
    'b a\u200bd\u2060w\u00ador\td',
    '他说坏 话了',
    'xfoobarx',
    'ＦＯＯ　ＢＡＲ',
    '𝐛𝐚𝐝𝐰𝐨𝐫𝐝',
    // Cyrillic, Greek, small capitals, strokes and dots, digits.
    'bаdwоrd',
    'βαdwοrd',
    'ʙᴀᴅᴡᴏʀᴅ',
    'b̶a̶d̶w̶o̶r̶d̶',
    'bȧdẅörd',
    'b@dw0rd',
    // Things in between, and letters in boxes.
    'b.a-d*w_o/r|d',
    'b❤a❤d❤w❤o❤r❤d',
    '🅱🅰🅳🆆🅾🆁🅳',
    '🇧🇦🇩🇼🇴🇷🇩',
    '坏*话',
    '坏⠀话',
    '坏，话',
  ])('finds %j', (text) => expect(words.isIn(text)).toBe(true));

  it('finds what is nothing but signs only where it is written', () => {
    const signs = new BannedWords(['💩', '...']);
    expect(signs.isIn('a 💩!')).toBe(true);
    expect(signs.isIn('wait...')).toBe(true);
    expect(signs.isIn('a. b!')).toBe(false);
    expect(signs.isIn('😀')).toBe(false);
    // Rare Han lie beyond U+FFFF as well.
    expect(new BannedWords(['𠮷野']).isIn('他是𠮷 野家')).toBe(true);
  });

  it('keeps apart what other scripts keep apart', () => {
    const script = new BannedWords(['가', 'か', 'कि']);
    for (const other of ['각', 'が', 'क']) expect(script.isIn(other)).toBe(false);
  });

  it.each(['bad', 'word bad', '好话', '', 'fo obr'])('lets %j pass', (text) =>
    expect(words.isIn(text)).toBe(false),
  );

  it('has nothing to find in an empty list, or one of spaces', () => {
    expect(new BannedWords([]).isIn('anything')).toBe(false);
    expect(new BannedWords([' ', '\u200b']).isIn('anything')).toBe(false);
  });

  it('is as quick with two thousand words as with two', () => {
    const many = new BannedWords(Array.from({ length: 2_000 }, (_, index) => `bad${index}word`));
    const text = 'bad '.repeat(75);
    const began = performance.now();
    for (let i = 0; i < 500; i++) many.isIn(text);
    expect((performance.now() - began) / 500).toBeLessThan(5);
  });
});

describe('text of people', () => {
  it('keeps markup as it is, for it is shown as text', () => {
    const html = '<script>alert("1")</script> &amp; 👩‍👩‍👧';
    expect(cleanText(html)).toBe(html);
  });

  it('loses what reaches beyond its own line', () => {
    expect(cleanText('a\u0000b\u001b[31mc\nd\u202eevil\u2066')).toBe('ab[31mc\ndevil');
    expect(cleanText('half \ud83d of a pair')).toBe('half \ufffd of a pair');
  });

  it('builds no towers, and knows what cannot be seen', () => {
    expect(cleanText(`a${'\u0301'.repeat(50)}b`)).toBe(`a${'\u0301'.repeat(4)}b`);
    for (const empty of ['', ' \n', '\u3164', '\u2800\u200b', '\u200d\ufe0f'])
      expect(isBlank(empty)).toBe(true);
    for (const seen of ['.', '\u2764\ufe0f', 'ก็']) expect(isBlank(seen)).toBe(false);
  });

  it('shows nobody by an address that is no picture', () => {
    const avatarOf = (avatar: string) =>
      personOf({ userId: 'a', name: '', avatar, owner: false }, 'viewer').avatar;
    expect(avatarOf('https://pictures.example/a.png')).not.toBe('');
    expect(avatarOf('/covers/a.png')).toBe('/covers/a.png');
    for (const bad of ['javascript:alert(1)', '//evil.example/a', 'http://x/a', '/\\evil'])
      expect(avatarOf(bad)).toBe('');
    expect(avatarOf('https://x/"onerror=')).not.toContain('"');
  });
});

describe('rates', () => {
  it('give so many at once, then so many a second', () => {
    const rates = new Rates(5, 2, 10);
    expect(rates.take('a', 9, 0)).toBe(5);
    expect(rates.take('a', 1, 400)).toBe(0);
    expect(rates.take('a', 1, 500)).toBe(1);
    expect(rates.take('b', 1, 500)).toBe(1);
    expect(rates.take('a', 9, 60_000)).toBe(5);
  });

  it('do not grow with those who come by', () => {
    const rates = new Rates(1, 0.001, 3);
    for (let i = 0; i < 1_000; i++) rates.take(`p${i}`, 1, i);
    expect(rates.take('p999', 1, 1_000)).toBe(0);
    expect(rates.take('p1', 1, 1_000)).toBe(1);
  });
});

describe('the tally', () => {
  it('is exact, whatever is told of it', () => {
    const tally = new Tally(100);
    for (let i = 0; i < 50; i++) tally.liked(`n${i % 9}`, 2);
    for (let i = 0; i < 20; i++) {
      tally.came({ userId: `p${i}`, name: `n${i}`, avatar: '', role: 'viewer' });
    }
    tally.went();
    const pulse = tally.take(19);
    expect(pulse).toMatchObject({
      likes: { added: 100, total: 200 },
      entered: { count: 20 },
      left: 1,
      online: 19,
    });
    expect(pulse?.likes.names).toHaveLength(5);
    expect(pulse?.entered.people).toHaveLength(5);
    expect(tally.take(19)).toBeNull();
    // Who came back is counted, and nobody is told.
    tally.cameBack();
    expect(tally.take(20)).toMatchObject({ entered: { count: 0 }, online: 20 });
    expect(tally.take(20)).toBeNull();
  });
});

describe('the history', () => {
  const item = (seq: number, text: string, replyTo: string | null = null) =>
    postItem({
      ...{ kind: 'text', id: `m${seq}`, seq, atMs: 1, text, danmaku: false, question: false },
      from: { userId: 'a', name: 'a', avatar: '', role: 'viewer' },
      replyTo: replyTo ? { id: replyTo, name: 'a', text: 'quoted rude' } : null,
    });

  it('has the last two hundred', () => {
    const history = new History([]);
    for (let seq = 1; seq <= 450; seq++) history.add([item(seq, `t${seq}`)]);
    const read = (after: number) =>
      JSON.parse(`[${history.json(after, false)}]`).map((it: { seq: number }) => it.seq);
    expect(read(0)).toHaveLength(200);
    expect(read(0)[0]).toBe(251);
    expect(read(448)).toEqual([449, 450]);
    expect(read(450)).toEqual([]);
    expect(history.firstSeq(451)).toBe(251);
  });

  it('forgets what was deleted, also where it is quoted; places stay', () => {
    const history = new History([item(1, 'rude'), item(2, 'answer', 'm1'), item(11, 'm1 is fine')]);
    expect(history.blank('m1').map((it) => it.seq)).toEqual([1, 2]);
    const left = history.json(0, true);
    expect(left).not.toContain('rude');
    expect(left).toContain('m1 is fine');
    expect(JSON.parse(`[${left}]`)).toHaveLength(3);
  });

  it('gives a list of banned words to moderators only', () => {
    const posted = postItem({
      ...{ kind: 'order', id: 'm1', seq: 1, atMs: 1, name: '' },
      by: { userId: 'o', name: 'o', avatar: '', role: 'owner' },
      order: { order: 'bannedWords', words: ['secretword'] },
    });
    const history = new History([posted]);
    expect(history.json(0, true)).toContain('secretword');
    expect(history.json(0, false)).not.toContain('secretword');
  });
});

describe('what viewers are served', () => {
  it('is bounded for all, and something for every room', () => {
    const limits = { ...chatServerLimits, textBytesPerSecond: 10_000, leastTextsPerSecond: 2 };
    const budgets = createTextBudgets(limits, 0);
    const huge = budgets();
    const small = budgets();
    const served = (budget: typeof huge, count: number, viewers: number, atMs: number) =>
      Array.from({ length: count }, () => budget.take(100, viewers, atMs)).filter(Boolean).length;
    // 1,000 bytes each: ten of the shared, two of its own.
    expect(served(huge, 50, 10, 0)).toBe(12);
    expect(served(small, 50, 1, 0)).toBe(2);
    expect(served(huge, 50, 10, 1_000)).toBe(12);
  });
});

describe('writing to many', () => {
  it('gives the loop back in between, and keeps the order', async () => {
    const spread = new Spread(2);
    const written: string[] = [];
    const readers = Array.from({ length: 60 }, (_, index) => ({
      isGone: index === 7,
      write(frame: Buffer) {
        const end = performance.now() + 0.3;
        while (performance.now() < end);
        written.push(`${index}${frame}`);
      },
    }));
    let turns = 0;
    let isOver = false;
    const turn = () => {
      turns++;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const round = (name: string) =>
      new Promise<number>((done) => spread.push(readers, () => Buffer.from(name), done));
    const [busyMs] = await Promise.all([round('a'), round('b')]);
    isOver = true;
    expect(written).toHaveLength(2 * 59);
    expect(written.slice(0, 59).every((it) => it.endsWith('a'))).toBe(true);
    expect(busyMs).toBeGreaterThan(10);
    expect(turns).toBeGreaterThan(3);
  });
});

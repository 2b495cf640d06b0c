import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CohostServerFrame } from '../../../common/cohost/wire.ts';
import { createClock } from '../../../main/server/cohost/clock.ts';
import type { CohostContext } from '../../../main/server/cohost/context.ts';
import { checkIce, createIce } from '../../../main/server/cohost/ice.ts';
import { Kept } from '../../../main/server/cohost/kept.ts';
import { cohostServerLimits } from '../../../main/server/cohost/limits.ts';
import { RoomDesk } from '../../../main/server/cohost/roomDesk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a state that is kept', () => {
  type State = { readonly rev: number; readonly text: string };
  const first: State = { rev: 1, text: 'first' };
  function open() {
    const writes: { readonly text: string | null; readonly done: () => void }[] = [];
    const shown: string[] = [];
    const kept = new Kept<State>(first, {
      shelf: {
        read: async () => null,
        write: (text) => new Promise((done) => writes.push({ text, done })),
      },
      textOf: ({ text }) => text,
      onShown: ({ text }) => shown.push(text),
      patienceMs: 100,
      log: () => {},
    });
    return { kept, writes, shown };
  }
  const settle = () => vi.advanceTimersByTimeAsync(0);

  test('is shown and answered when it is on disk, the newest each time', async () => {
    const { kept, writes, shown } = open();
    let settled = 0;
    kept.set({ rev: 2, text: 'second' });
    void kept.settled().then(() => settled++);
    kept.set({ rev: 3, text: 'third' });
    kept.set({ rev: 4, text: 'fourth' });
    void kept.settled().then(() => settled++);
    await settle();
    expect([kept.state.text, kept.shown.text, settled]).toEqual(['fourth', 'first', 0]);
    writes[0]?.done();
    await settle();
    expect([shown, settled]).toEqual([['second'], 1]);
    writes[1]?.done();
    await settle();
    expect([shown, settled]).toEqual([['second', 'fourth'], 2]);
    expect(writes.map(({ text }) => text)).toEqual(['second', 'fourth']);
  });

  test('patient changes are gathered, and nobody waits for them', async () => {
    const { kept, writes } = open();
    for (let rev = 2; rev < 10; rev++) kept.set({ rev, text: `points ${rev}` }, true);
    await kept.settled();
    expect(writes).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(writes.map(({ text }) => text)).toEqual(['points 9']);
  });
});

test('an invitation ends by itself at its time, with nobody looking', async () => {
  const clock = createClock();
  let ids = 0;
  const kept = new Map<unknown, unknown>();
  const context = {
    ...{ clock, limits: cohostServerLimits, newId: () => `t${ids++}`, log: () => {} },
    database: {
      read: async () => [],
      write: async (_sql: string, name: string, text: string) => void kept.set(name, text),
    },
    chat: { person: () => null },
  } as unknown as CohostContext;
  const desk = await RoomDesk.open('room', 'host', context);
  const heard: CohostServerFrame[] = [];
  desk.enter({
    network: '',
    visitor: { userId: 'bob', name: 'Bob', avatar: '' },
    tell: (frame) => heard.push(frame),
    expel: () => {},
  });
  const farewell = () => {
    const last = heard.at(-1);
    return last?.op === 'guest' ? [last.snapshot.me?.stage, last.snapshot.farewell] : null;
  };
  expect(await desk.host('1', { do: 'invite', userId: 'bob' })).toBe(null);
  await vi.advanceTimersByTimeAsync(9_900);
  expect(farewell()).toEqual(['invited', null]);
  expect(JSON.parse(String(kept.get('desk:room'))).people[0].stage).toBe('invited');
  await vi.advanceTimersByTimeAsync(200);
  expect(farewell()).toEqual([undefined, 'timeout']);
  // Nothing is due any more: no timer is left but those of what was told.
  await vi.advanceTimersByTimeAsync(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

describe('ICE', () => {
  const settings = {
    stunUrls: ['stun:a.example:3478'],
    turnUrls: ['turn:a.example:3478?transport=udp', 'turns:[2001:db8::1]:5349'],
    turnSecret: 'north',
  };

  test('a credential says until when, and that it is ours', () => {
    const [stun, turn] = createIce(settings, () => 1_700_000_000_500).serversFor('guest-1');
    expect(stun).toEqual({ urls: settings.stunUrls });
    const username = '1700043200:guest-1';
    const credential = createHmac('sha1', 'north').update(username).digest('base64');
    expect(turn).toEqual({ urls: settings.turnUrls, username, credential });
  });

  test('a server with fixed names gets its own', () => {
    const turnLogin = { username: 'studio', credential: 'north' };
    const fixed = { ...settings, turnSecret: '', turnLogin };
    expect(checkIce(fixed)).toBe(null);
    expect(createIce(fixed).serversFor('guest-1')[1]).toEqual({
      ...{ urls: settings.turnUrls, ...turnLogin },
    });
  });

  test.each([
    [{ turnLogin: { username: 'studio', credential: 'north' } }, /instead/],
    [{ turnSecret: '', turnLogin: { username: 'studio', credential: '' } }, /belong together/],
    [{ turnSecret: '' }, /belong together/],
    [{ turnUrls: [] }, /belong together/],
    [{ turnUrls: ['http://a'] }, /turn:/],
    [{ stunUrls: ['stun:a b'] }, /stun:/],
    [{ stunUrls: Array(17).fill('stun:a') }, /16/],
  ])('%j is not taken', (change, why) => {
    expect(checkIce({ ...settings, ...change })).toMatch(why);
    expect(checkIce(settings)).toBe(null);
  });
});

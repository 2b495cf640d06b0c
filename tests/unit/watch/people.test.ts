import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { carriedQuery } from '../../../renderer/watch/api.ts';
import { Viewer } from '../../../renderer/watch/people.ts';

const HOUR_MS = 3_600_000;
let kept: Map<string, string>;
let asked: { url: string; body: unknown }[];
/** What the server says to the next one who asks to be a guest. */
let answer: () => Response;

beforeEach(() => {
  kept = new Map();
  asked = [];
  answer = () =>
    Response.json({
      ...{ userId: `guest-${asked.length}`, token: `token-${asked.length}` },
      ...{ name: 'Made Up', expiresAtMs: Date.now() + HOUR_MS },
    });
  vi.stubGlobal('location', { search: '' });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('fetch', async (url: string, { body }: { body: string }) => {
    asked.push({ url, body: JSON.parse(body) });
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('the secrets of the address are carried, and nothing else of it', () => {
  expect(carriedQuery()).toBe('');
  vi.stubGlobal('location', { search: '?token=a%26b&invite=c&utm=x&page=9' });
  expect(carriedQuery()).toBe('?token=a%26b&invite=c');
  expect(carriedQuery({ page: '2' })).toBe('?page=2&token=a%26b&invite=c');
});

test('a guest is the same person until the token is nearly over, also on the next visit', async () => {
  const viewer = new Viewer();
  expect(viewer.tokenNow).toBeUndefined();
  expect(await viewer.token()).toEqual({ ok: true, value: 'token-1' });
  expect(await viewer.token()).toEqual({ ok: true, value: 'token-1' });
  expect(asked).toEqual([{ url: '/api/guest', body: { name: '' } }]);
  // A name that the server made up is not the person's own.
  expect(viewer.name).toBe('');
  const later = new Viewer();
  expect(await later.token()).toEqual({ ok: true, value: 'token-1' });
  expect(await later.token(true)).toEqual({ ok: true, value: 'token-2' });
  answer = () => Response.json({ ...JSON.parse([...kept.values()][0] ?? ''), expiresAtMs: 0 });
  await later.token(true);
  await later.token();
  expect(asked).toHaveLength(4);
});

test('a name that was taken stays, and goes with the next token', async () => {
  const viewer = new Viewer();
  await viewer.call('Ana');
  // As the server has shortened it.
  expect(viewer.name).toBe('Made Up');
  await new Viewer().token(true);
  expect(asked.map(({ body }) => body)).toEqual([{ name: 'Ana' }, { name: 'Made Up' }]);
});

test('without the play token it is said so; what was kept by somebody else is not believed', async () => {
  kept.set('anchor-studio:guest', '{"token":7}');
  expect(new Viewer().tokenNow).toBeUndefined();
  kept.set('anchor-studio:guest', 'no JSON');
  const viewer = new Viewer();
  answer = () => Response.json({ error: 'token' }, { status: 401 });
  expect(await viewer.token()).toMatchObject({ ok: false, error: { code: 'AUTH' } });
  answer = () => {
    throw new Error('no network');
  };
  expect(await viewer.token()).toMatchObject({ ok: false, error: { code: 'DISCONNECTED' } });
});

test('a private window without storage has a guest for as long as the page', async () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('denied');
    },
  });
  const viewer = new Viewer();
  await viewer.call('Ana');
  expect(await viewer.token()).toEqual({ ok: true, value: 'token-1' });
});

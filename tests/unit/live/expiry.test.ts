import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok, type Result } from '../../../common/result.ts';
import { newDestination } from '../../../common/show/new.ts';
import { UrlExpiry } from '../../../main/live/pgc/index.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';

const MINUTE = 60_000;
let nowMs = 0;
let store: StudioStore;
let expiry: UrlExpiry;
let renewed: string[] = [];
let renew: (id: string) => Result<null>;

const notices = () => store.state.session.notices.map(({ id, error }) => [id, error.code]);
const become = (state: 'connecting' | 'live' | 'stopped') =>
  store.session((session) => {
    session.destinations['d'] = { state };
  });
const at = (ms: number) => {
  nowMs = ms;
  return expiry.look();
};

beforeEach(() => {
  nowMs = 0;
  renewed = [];
  renew = () => ok(null);
  const { show, session } = freshState();
  const destinations = [newDestination('d', 'rtmp', 'Tencent', 'main')];
  store = new StudioStore({ show: { ...show, destinations }, session });
  expiry = new UrlExpiry({
    store,
    nowMs: () => nowMs,
    renew: async (id) => {
      renewed.push(id);
      return renew(id);
    },
  });
});
afterEach(() => expiry.stop());

test('warns at least 10 minutes before, renews before the end, and takes the warning back', async () => {
  const end = 24 * 60 * MINUTE;
  renew = (id) => {
    expiry.signed(id, nowMs + 24 * 60 * MINUTE);
    return ok(null);
  };
  expiry.signed('d', end);
  become('connecting');
  become('live');
  expect(store.state.session.urlExpiry).toEqual({ d: end });
  await at(end - 16 * MINUTE);
  expect(notices()).toEqual([]);
  await at(end - 14.9 * MINUTE);
  expect(notices()).toEqual([['url-expires:d', 'URL_EXPIRES']]);
  expect(store.state.session.notices[0]?.error.detail).toEqual({ name: 'Tencent', minutes: 15 });
  expect(renewed).toEqual([]);
  await at(end - 10 * MINUTE);
  expect(renewed).toEqual(['d']);
  expect(notices()).toEqual([]);
  expect(store.state.session.urlExpiry['d']).toBe(end + 23 * 60 * MINUTE + 50 * MINUTE);
});

test('a short validity: the last tenth of it', async () => {
  expiry.signed('d', 10 * MINUTE);
  become('live');
  await at(8.9 * MINUTE);
  expect(notices()).toEqual([]);
  await at(9.05 * MINUTE);
  expect(notices()).toHaveLength(1);
});

test('a renewal that fails is tried again until the end, and the warning stays', async () => {
  const end = 24 * 60 * MINUTE;
  renew = () => err('KEY_MISSING', 'gone');
  expiry.signed('d', end);
  become('live');
  for (let left = 15; left > -5; left--) await at(end - left * MINUTE);
  expect(renewed.length).toBeGreaterThanOrEqual(3);
  expect(renewed.length).toBeLessThanOrEqual(6);
  expect(notices()).toHaveLength(1);
});

test('nothing is renewed for what has left the air or never was on it', async () => {
  expiry.signed('d', 60 * MINUTE);
  await at(58 * MINUTE);
  expect([renewed, notices()]).toEqual([[], []]);
  become('live');
  become('stopped');
  expect(store.state.session.urlExpiry).toEqual({});
  await at(59 * MINUTE);
  expect([renewed, notices()]).toEqual([[], []]);
  expiry.signed('d', 100 * MINUTE);
  await at(101 * MINUTE);
  expect(store.state.session.urlExpiry).toEqual({});
});

test('the clock looks by itself', async () => {
  nowMs = Date.now();
  const begunMs = nowMs;
  const real = new UrlExpiry({
    store,
    renew: async (id) => {
      renewed.push(id);
      return ok(null);
    },
  });
  become('live');
  real.signed('d', begunMs + 1000);
  await expect.poll(() => renewed.length).toBeGreaterThan(0);
  real.stop();
});

import { expect, test } from 'vitest';
import { hostAllowed } from '../../../main/server/http/guards.ts';
import { RateLimiter } from '../../../main/server/limits.ts';

test('a burst passes, then one per refill; addresses do not share', () => {
  const limiter = new RateLimiter(3, 2);
  const allowed = (nowMs: number, address = 'a') => limiter.take(address, nowMs);
  expect([0, 0, 0, 0].map((at) => allowed(at))).toEqual([true, true, true, false]);
  expect(allowed(0, 'b')).toBe(true);
  expect(allowed(499)).toBe(false);
  expect(allowed(500)).toBe(true);
  expect(allowed(501)).toBe(false);
  expect([60_000, 60_000, 60_000, 60_000].map((at) => allowed(at))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('the table of addresses stays small', () => {
  const limiter = new RateLimiter(1, 1, 100);
  for (let i = 0; i < 10_000; i++) limiter.take(`address-${i}`, i);
  expect(limiter.size).toBe(100);
});

const reach = (shared: boolean) => ({ port: 80, shared, secure: false, publicUrl: '' });

test('before sharing only loopback names with our port are our names', () => {
  for (const host of ['127.0.0.1:80', 'localhost:80', 'LOCALHOST:80', '[::1]:80']) {
    expect(hostAllowed(host, reach(false))).toBe(true);
  }
  for (const host of [
    undefined,
    '',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1:81',
    '192.168.1.5:80',
  ]) {
    expect(hostAllowed(host, reach(false))).toBe(false);
  }
  expect(hostAllowed('192.168.1.5:80', reach(true))).toBe(true);
  expect(hostAllowed('a b<script>', reach(true))).toBe(false);
});

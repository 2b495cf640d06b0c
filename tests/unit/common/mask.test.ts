import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskUrl } from '../../../common/live/mask.ts';

it.each([
  ['rtmp://host/live/key?txSecret=abc&txTime=1', 'rtmp://host/live/***'],
  ['rtmps://host:443/live/a/b/c', 'rtmps://host:443/live/***'],
  ['rtmp://user:pass@host/live/key', 'rtmp://host/live/***'],
  ['rtmp://us@er:pass@host/live/key', 'rtmp://host/live/***'],
  ['rtmp://host/key', 'rtmp://host/***'],
  ['rtmp://host//key/', 'rtmp://host/***'],
  ['rtmp://host', 'rtmp://host/***'],
  ['rtmp://[::1]:1935/live/key#frag', 'rtmp://[::1]:1935/live/***'],
  ['not a url', '***'],
  ['', '***'],
])('%s is shown as %s', (url, wanted) => {
  expect(maskUrl(url)).toBe(wanted);
});

it('no part of a key, a query or user info is ever shown', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9_=&%.~+-]{6,30}$/);
  fc.assert(
    fc.property(word, word, word, (user, key, query) => {
      const shown = maskUrl(`rtmp://${user}:${key}@h/a/${key}?${query}#${query}`);
      return shown === 'rtmp://h/a/***';
    }),
  );
});

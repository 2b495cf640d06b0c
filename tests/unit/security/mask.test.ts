import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskUrl } from '../../../common/live/mask.ts';
import { destinationLine } from '../../../main/live/receipt.ts';
import { masked } from '../../../main/log.ts';
import { parseRtmpUrl } from '../../../main/output/rtmp/url.ts';

test.each([
  ['rtmp://host/live/KEY', 'rtmp://host/live/***'],
  ['rtmp://host/live/KEY?txSecret=KEY&txTime=1', 'rtmp://host/live/***'],
  ['rtmps://host:443/app/inst/KEY', 'rtmps://host:443/app/***'],
  ['RTMP://[::1]:1936/live/KEY', 'RTMP://[::1]:1936/live/***'],
  ['  rtmp://host/live/KEY  ', 'rtmp://host/live/***'],
  ['rtmp://host/KEY', 'rtmp://host/***'],
  ['rtmp://host/KEY/', 'rtmp://host/***'],
  ['rtmp://host/live/', 'rtmp://host/***'],
  ['rtmp://host?KEY', 'rtmp://host/***'],
  ['rtmp://host#KEY', 'rtmp://host/***'],
  ['rtmp://host/live?vhost=x/KEY', 'rtmp://host/***'],
  ['rtmp://user:KEY@host/live/s', 'rtmp://host/live/***'],
  ['rtmp://user:K@EY@host/live/s', 'rtmp://host/live/***'],
  ['rtmp://user:KEY/KEY@host/live/s', 'rtmp://***'],
  ['rtmp://user:12/KEY@host/live/s', 'rtmp://***'],
  ['rtmp://host\\live\\KEY', 'rtmp://***'],
  ['rtmp://host KEY/live/s', 'rtmp://***'],
  ['rtmp://host:KEY/live/s', 'rtmp://***'],
  ['rtmp:/host/live/KEY', '***'],
  ['rtmp:host/live/KEY', '***'],
  ['KEY', '***'],
  ['', '***'],
])('%j is shown as %j', (url, shown) => expect(maskUrl(url)).toBe(shown));

/** A key as services hand them out. */
const key = fc.stringMatching(/^[A-Za-z0-9_-]{8,40}$/).map((it) => `Sec-${it}`);
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);

describe('wherever the key stands', () => {
  const url = fc
    .tuple(
      fc.constantFrom('rtmp', 'rtmps', 'RTMP'),
      word,
      fc.constantFrom('', ':1935', ':0', ':99999'),
      word,
      key,
    )
    .chain(([scheme, host, port, app, secret]) =>
      fc
        .constantFrom(
          `${scheme}://${host}${port}/${app}/${secret}`,
          `${scheme}://${host}${port}/${app}/x/${secret}`,
          `${scheme}://${host}${port}/${app}/x?txSecret=${secret}`,
          `${scheme}://${host}${port}/${app}?k=${secret}/x`,
          `${scheme}://${host}${port}/${secret}`,
          `${scheme}://${host}${port}?${secret}`,
          `${scheme}://${app}:${secret}@${host}${port}/live/x`,
          `${scheme}://${secret}@${host}${port}/live/x`,
          `${scheme}://${app}:x@${secret}@${host}${port}/live/x`,
          `${scheme}://${app}:x/${secret}@${host}${port}/live/x`,
          `${scheme}://${host}${port}//${app}//${secret}`,
          `${scheme}://${host}${port}/${app}/#${secret}`,
        )
        .map((text) => ({ text, secret })),
    );

  test('maskUrl, the log, the receipt and the errors of the parser do not show it', () => {
    fc.assert(
      fc.property(url, ({ text, secret }) => {
        expect(maskUrl(text)).not.toContain(secret);
        expect(maskUrl(maskUrl(text))).toBe(maskUrl(text));
        expect(masked(`failed: "${text}" x${text}`)).not.toContain(secret);
        expect(JSON.stringify(destinationLine(text, 'live', {} as never))).not.toContain(secret);
        const parsed = parseRtmpUrl(text);
        if (parsed.ok) expect(parsed.value.masked).not.toContain(secret);
        else expect(JSON.stringify(parsed.error)).not.toContain(secret);
      }),
      { numRuns: 2000, interruptAfterTimeLimit: 5000 },
    );
  });

  test('maskUrl and the URL parser take any text, in linear time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(typeof maskUrl(`rtmp://${text}`)).toBe('string');
        expect(typeof parseRtmpUrl(`rtmp://${text}`).ok).toBe('boolean');
      }),
      { numRuns: 2000, interruptAfterTimeLimit: 5000 },
    );
    const startedAtMs = performance.now();
    for (const part of ['@', '/', ':', 'a', '[', '?', ' '])
      for (const text of [part.repeat(100_000), `rtmp://${part.repeat(100_000)}`]) {
        maskUrl(text);
        masked(text);
        parseRtmpUrl(text);
      }
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
  });
});

test('a log line loses every push URL and every token in it', () => {
  const line =
    'a rtmp://h/live/KEY b RTMPS://h/x/KEY?t=1, http://127.0.0.1/watch/s?token=KEY txSecret=KEY&txTime=5 UserSig=KEY';
  expect(masked(line)).not.toContain('KEY');
  expect(masked(line)).toContain('rtmp://h/live/***');
  expect(masked('plain words, a monkey=3')).toBe('plain words, a monkey=3');
});

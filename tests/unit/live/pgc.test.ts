import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pgc } from '../../../common/show/schema.ts';
import { playUrlsOf, signPush } from '../../../main/live/pgc/index.ts';
import { parseRtmpUrl } from '../../../main/output/rtmp/url.ts';

const pgc: Pgc = {
  pushDomain: 'push.example.com',
  playDomain: 'play.example.com',
  app: 'live',
  stream: 'stream1',
  hash: 'md5',
  validHours: 24,
};
/** So that the URL expires at 1700000000 s, which is 6553F100 in hex. */
const nowMs = 1_700_000_000_000 - 24 * 3_600_000;

const signed = (change: Partial<Pgc> = {}, key = 'key', atMs = nowMs) => {
  const result = signPush({ ...pgc, ...change }, key, atMs);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

test("Tencent's test vector, in every form of the URL", () => {
  const query = 'txSecret=36eb8babde930d4dd078da8e101a54b8&txTime=6553F100';
  expect(signed()).toEqual({
    rtmpUrl: `rtmp://push.example.com/live/stream1?${query}`,
    webrtcUrl: `webrtc://push.example.com/live/stream1?${query}`,
    server: 'rtmp://push.example.com/live/',
    key: `stream1?${query}`,
    expiresAtMs: 1_700_000_000_000,
  });
});

// Computed with Python's hashlib.
test.each([
  [
    { hash: 'sha256' },
    'key',
    nowMs,
    'stream1?txSecret=f8d7370f4fa5f26fd0bf377f5bddff70a8b81fe43eea0b4c046234aa79de5819&txTime=6553F100',
  ],
  [
    { stream: 'show-1_a.b', validHours: 1 },
    '0123456789abcdef',
    1_545_494_399_000 - 3_600_000,
    'show-1_a.b?txSecret=0a09f257e52c4d33fea1b5dc09753823&txTime=5C1E5F7F',
  ],
] as const)('%j', (change, key, atMs, wanted) => {
  expect(signed(change, key, atMs).key).toBe(wanted);
});

test('any well-formed parts make a URL that publishers read, signed with upper-case hex', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
  fc.assert(
    fc.property(name, name, fc.string({ minLength: 1 }), fc.nat(), (app, stream, key, offset) => {
      const atMs = nowMs + offset * 1000;
      const { rtmpUrl, expiresAtMs } = signed({ app, stream }, key, atMs);
      const txTime = /txTime=([0-9A-F]+)$/.exec(rtmpUrl)?.[1] ?? '';
      expect(Number.parseInt(txTime, 16) * 1000).toBe(expiresAtMs);
      expect(expiresAtMs).toBe(atMs + 24 * 3_600_000);
      const secret = createHash('md5')
        .update(key + stream + txTime, 'utf8')
        .digest('hex');
      const parsed = parseRtmpUrl(rtmpUrl);
      expect(parsed.ok && [parsed.value.app, parsed.value.streamName]).toEqual([
        app,
        `${stream}?txSecret=${secret}&txTime=${txTime}`,
      ]);
    }),
  );
});

describe('refused', () => {
  test.each([
    { pushDomain: '' },
    { pushDomain: '-' },
    { pushDomain: 'a..b' },
    { pushDomain: 'host/app' },
    { pushDomain: 'user@host' },
    { pushDomain: 'a\r\nb' },
    { app: '' },
    { app: '..' },
    { app: 'a/b' },
    { stream: '' },
    { stream: 's?x=1' },
    { stream: 's&txTime=FFFFFFFF' },
    { validHours: 0 },
    { validHours: Number.NaN },
  ])('%j', (change) => {
    const result = signPush({ ...pgc, ...change }, 'hunter2', nowMs);
    expect(result).toMatchObject({ ok: false, error: { code: 'URL_INVALID' } });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('without a push key', () => {
    expect(signPush(pgc, '', nowMs)).toMatchObject({ error: { code: 'KEY_MISSING' } });
  });
});

test('play URLs of a play domain, none without', () => {
  expect(playUrlsOf(pgc)).toEqual([
    { protocol: 'rtmp', url: 'rtmp://play.example.com/live/stream1' },
    { protocol: 'flv', url: 'http://play.example.com/live/stream1.flv' },
    { protocol: 'hls', url: 'http://play.example.com/live/stream1.m3u8' },
    { protocol: 'webrtc', url: 'webrtc://play.example.com/live/stream1' },
  ]);
  expect(playUrlsOf({ ...pgc, playDomain: '' })).toEqual([]);
  expect(playUrlsOf({ ...pgc, stream: '..' })).toEqual([]);
});

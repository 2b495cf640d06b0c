import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  judgePublish,
  publishUrlOf,
  sameSecret,
  streamNamePattern,
  txSecretOf,
  txTimeOf,
} from '../../../main/server/publishAuth.ts';

const queryOf = (url: string) => new URLSearchParams(url.split('?')[1]);

test('txSecret and txTime match the documented example', () => {
  expect(txTimeOf(1_700_000_000)).toBe('6553F100');
  expect(txSecretOf('key', 'stream1', '6553F100')).toBe('36eb8babde930d4dd078da8e101a54b8');
  const target = { host: 'h', rtmpPort: 1935, app: 'live', streamName: 'stream1', key: 'key' };
  expect(publishUrlOf({ ...target, expiresAtSeconds: 1_700_000_000 })).toBe(
    'rtmp://h:1935/live/stream1?txSecret=36eb8babde930d4dd078da8e101a54b8&txTime=6553F100',
  );
});

test('a push URL holds until its second, and not after', () => {
  const query = queryOf('?txSecret=36eb8babde930d4dd078da8e101a54b8&txTime=6553F100');
  expect(judgePublish('key', 'stream1', query, 1_699_999_999_999)).toBe('allowed');
  expect(judgePublish('key', 'stream1', query, 1_700_000_000_000)).toBe('expired');
});

test.each([
  ['no query', ''],
  ['no secret', '?txTime=7FFFFFFF'],
  ['no time', `?txSecret=${txSecretOf('key', 'stream1', '')}`],
  [
    'a later time with the old secret',
    '?txSecret=36eb8babde930d4dd078da8e101a54b8&txTime=7553F100',
  ],
  ['time that is not hex', `?txSecret=${txSecretOf('key', 'stream1', 'zz')}&txTime=zz`],
  [
    'endless time',
    `?txSecret=${txSecretOf('key', 'stream1', 'F'.repeat(20))}&txTime=${'F'.repeat(20)}`,
  ],
])('%s is a bad secret', (_name, query) => {
  expect(judgePublish('key', 'stream1', queryOf(query), 0)).toBe('badSecret');
});

test('digits do not move between the name and the time', () => {
  const query = queryOf(
    publishUrlOf({
      ...{ host: 'h', rtmpPort: 1, app: 'live', streamName: 'anna_12ab', key: 'key' },
      expiresAtSeconds: 1_700_000_000,
    }),
  );
  const txTime = query.get('txTime') ?? '';
  const txSecret = query.get('txSecret') ?? '';
  const moved = [
    // Good for centuries, as a stream that nobody banned.
    ['anna_12a', `b${txTime}`],
    ['anna_1', `2ab${txTime}`],
    // As somebody else whose name goes on.
    [`anna_12ab${txTime.slice(0, 1)}`, txTime.slice(1)],
  ] as const;
  for (const [name, time] of moved) {
    expect(txSecretOf('key', name, time)).toBe(txSecret);
    const as = new URLSearchParams({ txSecret, txTime: time });
    expect(judgePublish('key', name, as, 0)).toBe('badSecret');
  }
  expect(txTimeOf(1)).toBe('00000001');
});

test('a secret is good for its own stream and key only', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
  fc.assert(
    fc.property(word, word, word, (key, stream, other) => {
      const query = queryOf(
        publishUrlOf({
          ...{ host: 'h', rtmpPort: 1, app: 'live' },
          ...{ streamName: stream, key, expiresAtSeconds: 2_000_000_000 },
        }),
      );
      expect(judgePublish(key, stream, query, 0)).toBe('allowed');
      if (other !== stream) expect(judgePublish(key, other, query, 0)).toBe('badSecret');
      if (other !== key) expect(judgePublish(other, stream, query, 0)).toBe('badSecret');
    }),
  );
});

test('secrets of any length compare, without a length that throws', () => {
  expect(sameSecret('', '')).toBe(true);
  expect(sameSecret('a', 'abc')).toBe(false);
  expect(sameSecret('x'.repeat(100_000), 'abc')).toBe(false);
  expect(sameSecret('密钥', '密钥')).toBe(true);
});

test('stream names are plain', () => {
  for (const good of ['live', 'a-b_C9', 'x'.repeat(64)]) expect(good).toMatch(streamNamePattern);
  for (const bad of ['', '..', 'a/b', 'a b', 'a\n', '直播', 'x'.repeat(65)]) {
    expect(bad).not.toMatch(streamNamePattern);
  }
});

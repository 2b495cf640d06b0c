import { describe, expect, test } from 'vitest';
import { LADDER } from '../../../common/live/ladder.ts';
import { serviceIds } from '../../../common/live/services.ts';
import { newDestination } from '../../../common/show/new.ts';
import { destinationSchema } from '../../../common/show/schema.ts';
import { destinations } from '../../../common/show/slices/destinations.ts';
import { cardStateOf, isBusy } from '../../../renderer/ui/features/destinations/model/cardState.ts';
import {
  type Draft,
  draftFor,
  draftOf,
  faultsOf,
  freeName,
  newPgc,
  settledDraft,
  withKind,
} from '../../../renderer/ui/features/destinations/model/draft.ts';
import { expiryOf, timeLeft } from '../../../renderer/ui/features/destinations/model/expiry.ts';
import {
  ladderLines,
  pictureName,
} from '../../../renderer/ui/features/destinations/model/ladder.ts';
import {
  faultOfServer,
  splitPushUrl,
} from '../../../renderer/ui/features/destinations/model/pushUrl.ts';
import {
  isLacking,
  placeOf,
  secretStateOf,
} from '../../../renderer/ui/features/destinations/model/secrets.ts';
import { kindsOf, offered } from '../../../renderer/ui/features/destinations/model/services.ts';

test('a push server must be rtmp or rtmps, with a host and no user', () => {
  expect(faultOfServer('rtmp://live.example.com/app', 'rtmp')).toBeNull();
  expect(faultOfServer(' rtmps://[2001:db8::1]:443/app ', 'rtmp')).toBeNull();
  expect(faultOfServer('', 'rtmp')).toBe('missing');
  expect(faultOfServer('https://live.example.com', 'rtmp')).toBe('rtmp');
  expect(faultOfServer('rtmp:///app', 'rtmp')).toBe('host');
  expect(faultOfServer('rtmp://host:99999/app', 'rtmp')).toBe('host');
  expect(faultOfServer('rtmp://me:pw@live.example.com/app', 'rtmp')).toBe('user');
});

test('a WHIP endpoint is encrypted, but on this machine', () => {
  expect(faultOfServer('https://live.example.com/whip?x=1', 'whip')).toBeNull();
  expect(faultOfServer('http://127.0.0.1:8080/whip', 'whip')).toBeNull();
  expect(faultOfServer('http://[::1]:8080/whip', 'whip')).toBeNull();
  expect(faultOfServer('http://live.example.com/whip', 'whip')).toBe('https');
  expect(faultOfServer('http://127.0.0.1.example.com/whip', 'whip')).toBe('https');
  expect(faultOfServer('rtmp://live.example.com/app', 'whip')).toBe('https');
  expect(faultOfServer('https://me:pw@live.example.com/', 'whip')).toBe('user');
});

test('a whole push address is divided into server and key', () => {
  expect(splitPushUrl('rtmp://a.example/live/room1?txSecret=s&txTime=1')).toEqual({
    server: 'rtmp://a.example/live',
    key: 'room1?txSecret=s&txTime=1',
  });
  expect(splitPushUrl('rtmp://a.example/live/sub/room?k=/x')).toEqual({
    server: 'rtmp://a.example/live/sub',
    key: 'room?k=/x',
  });
  // A service's key may be a query by itself.
  expect(splitPushUrl('rtmp://a.example/live-bvc/?streamname=live_1&key=2')).toEqual({
    server: 'rtmp://a.example/live-bvc',
    key: '?streamname=live_1&key=2',
  });
  expect(splitPushUrl('rtmp://a.example/live/room1')).toBeNull();
  expect(splitPushUrl('rtmp://a.example/live?x=1')).toBeNull();
});

describe('a draft', () => {
  const given: Draft = { ...draftFor('custom', 'Mine'), server: 'rtmp://a.example/live' };

  test('of each service is one that the document takes, once it has an address', () => {
    expect([...offered].sort()).toEqual([...serviceIds].sort());
    for (const service of serviceIds)
      for (const kind of kindsOf(service)) {
        const first = draftFor(service, 'A name');
        const draft = { ...first, ...withKind(first, kind) };
        const whole = {
          ...draft,
          server: draft.server || (kind === 'whip' ? 'https://a.example/w' : 'rtmp://a.example/l'),
          pgc: draft.pgc && { ...draft.pgc, pushDomain: 'push.example.com', stream: 'room' },
        };
        expect(faultsOf(whole)).toEqual({});
        const made = { ...newDestination('x', kind, 'x', 'main'), ...settledDraft(whole) };
        expect(destinationSchema.safeParse(made).success).toBe(true);
        expect(draftOf(made)).toEqual(settledDraft(whole));
      }
  });

  test('says which field is wrong and why', () => {
    expect(faultsOf({ ...given, name: ' ', server: 'x', backupServer: 'https://y' })).toEqual({
      name: 'name',
      server: 'url.rtmp',
      backupServer: 'url.rtmp',
    });
    const pgc = { ...newPgc, pushDomain: 'nodots', playDomain: 'a b', app: '', stream: 'a/b' };
    expect(faultsOf({ ...draftFor('tencent', 'T'), pgc })).toEqual({
      pushDomain: 'domain',
      playDomain: 'domain',
      app: 'missing',
      stream: 'word',
    });
    expect(faultsOf({ ...given, kind: 'file', server: 'x', backupServer: 'y' })).toEqual({});
  });

  test('leaves out what its way to send does not use', () => {
    const full: Draft = { ...given, backupServer: ' rtmp://b.example/live ', codec: 'av1' };
    expect(settledDraft(full)).toMatchObject({ backupServer: 'rtmp://b.example/live' });
    expect(settledDraft({ ...full, kind: 'file' })).toMatchObject({
      server: '',
      backupServer: '',
      pgc: null,
      adaptive: false,
    });
    expect(settledDraft({ ...full, kind: 'whip' }).codec).toBe('h264');
    const made = { ...draftFor('tencent', 'T'), server: 'rtmp://left.over/live' };
    expect(settledDraft(made).server).toBe('');
    // Tencent's endpoint is the same for everybody.
    expect(settledDraft({ ...made, kind: 'whip', server: '' }).server).toMatch(/^https:/);
  });

  test('takes no address of one way along to another', () => {
    expect(withKind(given, 'whip')).toMatchObject({ kind: 'whip', server: '' });
    expect(withKind(given, 'rtmp')).toEqual({});
    expect(withKind(draftFor('tencent', 'T'), 'whip').server).toMatch(/^https:/);
  });

  test('gets a name that is free', () => {
    expect(freeName('A', [])).toBe('A');
    expect(freeName('A', ['A', 'A 2'])).toBe('A 3');
    expect(freeName('A 2', ['A 2'])).toBe('A 3');
  });
});

test('a secret that is missing is said, where one is needed', () => {
  const rtmp = newDestination('r', 'rtmp', 'R', 'main');
  expect(secretStateOf(rtmp, [])).toBe('noKey');
  expect(secretStateOf(rtmp, ['r'])).toBe('keyStored');
  const parts = { ...rtmp, pgc: { ...newPgc, pushDomain: 'p.example', stream: 's' } };
  expect(secretStateOf(parts, ['r'])).toBe('noPushKey');
  expect(secretStateOf({ ...parts, kind: 'whip' }, ['r:pushKey'])).toBe('pushKeyStored');
  expect(isLacking(secretStateOf({ ...rtmp, kind: 'whip' }, []))).toBe(false);
  expect(secretStateOf({ ...rtmp, kind: 'file' }, [])).toBe('none');
  expect(placeOf(parts)).toBe('rtmp://p.example/live/s');
});

test('a card says what its destination does', () => {
  const rtmp = { kind: 'rtmp', enabled: true } as const;
  expect(cardStateOf(rtmp, undefined, 'running', false)).toBe('idle');
  expect(cardStateOf(rtmp, undefined, 'running', true)).toBe('waiting');
  expect(cardStateOf({ ...rtmp, enabled: false }, { state: 'stopped' }, 'running', true)).toBe(
    'off',
  );
  expect(cardStateOf({ ...rtmp, enabled: false }, { state: 'live' }, 'running', true)).toBe('live');
  expect(cardStateOf({ kind: 'embedded', enabled: true }, undefined, 'restarting', false)).toBe(
    'connecting',
  );
  expect(isBusy({ state: 'stopped' })).toBe(false);
});

test('the end of an address is near an hour before it, or at a fifth of a short one', () => {
  const hour = 3_600_000;
  expect(expiryOf(0, 2 * hour, 24)).toBe('fine');
  expect(expiryOf(0, hour, 24)).toBe('soon');
  expect(expiryOf(0, hour, 1)).toBe('fine');
  expect(expiryOf(0, hour / 5, 1)).toBe('soon');
  expect(expiryOf(hour, hour, 1)).toBe('past');
  expect(timeLeft(20_000)).toEqual({ unit: 'minutes', count: 1 });
  expect(timeLeft(119 * 60_000)).toEqual({ unit: 'minutes', count: 119 });
  expect(timeLeft(5.4 * hour)).toEqual({ unit: 'hours', count: 5 });
  expect(timeLeft(72 * hour)).toEqual({ unit: 'days', count: 3 });
});

test('the ladder is told in the figures of the chosen picture', () => {
  const lines = ladderLines({ width: 1920, height: 1080, fps: 30, kbps: 6000 });
  expect(lines).toHaveLength(LADDER.length);
  expect(lines.map(({ fromKbps }) => fromKbps)).toEqual([1980, 1200, 720, null]);
  expect(lines.map(({ rung }) => `${pictureName(rung)} ${rung.fps}`)).toEqual([
    '1080p 30',
    '1080p 15',
    '810p 15',
    '540p 15',
  ]);
  expect(pictureName({ width: 720, height: 1280 })).toBe('720p');
});

test('a destination is moved among the others', () => {
  const all = ['a', 'b', 'c'].map((id) => newDestination(id, 'rtmp', id, 'main'));
  const move = (destinationId: string, index: number) =>
    destinations
      .reducer(all, destinations.actions.destinationMoved({ destinationId, index }))
      .map(({ id }) => id)
      .join('');
  expect(move('a', 2)).toBe('bca');
  expect(move('c', 0)).toBe('cab');
  expect(move('x', 0)).toBe('abc');
});

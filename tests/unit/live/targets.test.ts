import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TENCENT_WHIP } from '../../../common/live/services.ts';
import { err, ok } from '../../../common/result.ts';
import { newDestination } from '../../../common/show/new.ts';
import type { Destination } from '../../../common/show/schema.ts';
import { makeTarget, pushAddress } from '../../../main/live/makeTarget.ts';
import { playableAt } from '../../../main/live/playUrls.ts';
import { Targets } from '../../../main/live/targets.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';

const NOW = 1_700_000_000_000 - 24 * 3_600_000;
const SIGNED = 'stream1?txSecret=36eb8babde930d4dd078da8e101a54b8&txTime=6553F100';
const pgc = {
  pushDomain: 'push.example.com',
  playDomain: 'play.example.com',
  app: 'live',
  stream: 'stream1',
  hash: 'md5',
  validHours: 24,
} as const;

const destination = (change: Partial<Destination> = {}): Destination => ({
  ...newDestination('d', 'rtmp', 'Dest', 'main'),
  enabled: true,
  server: 'rtmp://example.com/live',
  ...change,
});

const make = (change: Partial<Destination>, secrets: Record<string, string> = { d: 'key' }) =>
  makeTarget(destination(change), (name) => secrets[name] ?? null, NOW);
const target = (...args: Parameters<typeof make>) => {
  const made = make(...args);
  if (!made.ok) throw new Error(made.error.message);
  return made.value.target;
};

describe('rtmp', () => {
  test('server and key, codec and ladder', () => {
    expect(target({ codec: 'hevc', adaptive: false })).toEqual({
      id: 'd',
      kind: 'rtmp',
      url: 'rtmp://example.com/live/key',
      backupUrl: null,
      token: null,
      codec: 'hevc',
      adaptive: false,
    });
    expect(target({ server: ' rtmps://example.com/live// ' }).url).toBe(
      'rtmps://example.com/live/key',
    );
  });

  test('the backup has its own key, or that of the first', () => {
    const backupServer = 'rtmp://b.example.com/live2?backup=1';
    expect(target({ backupServer }).backupUrl).toBe(`${backupServer}/key`);
    const own = target({ backupServer }, { d: 'key', 'd:backup': 'other' });
    expect(own.backupUrl).toBe(`${backupServer}/other`);
    expect(own.url).toBe('rtmp://example.com/live/key');
  });

  test("Bilibili's key, which is a query", () => {
    const server = 'rtmp://live-push.bilivideo.com/live-bvc/';
    const key = '?streamname=live_1_2&key=abc&schedule=rtmp&pflag=1';
    expect(target({ server }, { d: key }).url).toBe(`${server}${key}`);
  });

  test('signed, with the backup domain and until when', () => {
    const made = make(
      { pgc, server: '', backupServer: 'rtmp://b.example.com/live' },
      { 'd:pushKey': 'key' },
    );
    expect(made).toMatchObject({
      value: {
        expiresAtMs: 1_700_000_000_000,
        target: {
          url: `rtmp://push.example.com/live/${SIGNED}`,
          backupUrl: `rtmp://b.example.com/live/${SIGNED}`,
        },
      },
    });
  });

  test.each([
    ['KEY_MISSING', { server: 'rtmp://example.com/live' }, {}],
    ['KEY_MISSING', { pgc, server: '' }, { d: 'not the push key' }],
    ['URL_INVALID', { server: '' }, {}],
    ['URL_INVALID', { server: 'http://example.com/live' }, { d: 'hunter2' }],
    ['URL_INVALID', { server: 'rtmp://user:hunter2@example.com/live' }, { d: 'hunter2' }],
    ['URL_INVALID', { server: 'file:///etc/passwd' }, { d: 'hunter2' }],
    ['URL_INVALID', {}, { d: 'hun ter2' }],
    ['URL_INVALID', {}, { d: 'hunter2\r\nHost: evil' }],
    ['URL_INVALID', {}, { d: 'hunter2'.repeat(1000) }],
    ['URL_INVALID', { backupServer: 'nonsense' }, { d: 'hunter2' }],
    ['URL_INVALID', { pgc: { ...pgc, pushDomain: '..' } }, { 'd:pushKey': 'hunter2' }],
  ] as const)('%s: %j', (code, change, secrets) => {
    const made = make(change, secrets as Record<string, string>);
    expect(made).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(made)).not.toMatch(/hunter2|ter2/);
  });
});

describe('whip', () => {
  const whip = { kind: 'whip', server: 'https://example.com/whip/1#x' } as const;

  test('endpoint and token', () => {
    expect(target(whip, { d: 'tok.en' })).toMatchObject({
      kind: 'whip',
      url: 'https://example.com/whip/1',
      backupUrl: null,
      token: 'tok.en',
    });
    expect(target(whip, {}).token).toBeNull();
  });

  test("Tencent's endpoints stand ready, and the signed webrtc URL is the token", () => {
    const tencent = { kind: 'whip', service: 'tencent', server: '', pgc } as const;
    expect(target(tencent, { 'd:pushKey': 'key' })).toMatchObject({
      url: TENCENT_WHIP.server,
      backupUrl: TENCENT_WHIP.backupServer,
      token: `webrtc://push.example.com/live/${SIGNED}`,
    });
  });

  test.each([
    ['URL_INVALID', { server: '' }, {}],
    ['URL_INVALID', { server: 'javascript:alert(1)' }, {}],
    ['URL_INVALID', { server: 'file:///etc/passwd' }, {}],
    ['URL_INVALID', { server: 'https://user:hunter2@example.com/' }, {}],
    ['KEY_MISSING', {}, { d: 'hunter2\r\nX: y' }],
    ['KEY_MISSING', {}, { d: 'hunter2 x' }],
  ] as const)('%s: %j', (code, change, secrets) => {
    const made = make({ ...whip, ...change }, secrets as Record<string, string>);
    expect(made).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(made)).not.toContain('hunter2');
  });
});

test('a push address for another program', () => {
  const address = (change: Partial<Destination>, secrets: Record<string, string>) =>
    pushAddress(destination(change), (name) => secrets[name] ?? null, NOW);
  expect(address({}, { d: 'key' })).toEqual(
    ok({ server: 'rtmp://example.com/live', key: 'key', url: 'rtmp://example.com/live/key' }),
  );
  expect(address({ pgc, server: '' }, { 'd:pushKey': 'key' })).toEqual(
    ok({
      server: 'rtmp://push.example.com/live/',
      key: SIGNED,
      url: `rtmp://push.example.com/live/${SIGNED}`,
    }),
  );
  expect(address({ kind: 'file' }, {})).toMatchObject({ error: { code: 'INPUT_INVALID' } });
});

test('secrets go with their destination, and come back when that is undone', () => {
  const { show, session } = freshState();
  const destinations = ['d', 'e'].map((id) => destination({ id }));
  const store = new StudioStore({ show: { ...show, destinations }, session });
  const kept = new Map([['server:publish', 'x']]);
  const targets = new Targets({
    store,
    settings: {
      secret: (name) => kept.get(name) ?? null,
      secretNames: () => [...kept.keys()],
      setSecret: (name, value) => {
        if (value === '') kept.delete(name);
        else kept.set(name, value);
      },
    },
    server: { start: () => ({}) as never },
    onSigned: () => {},
  });
  for (const which of ['key', 'backup', 'pushKey'] as const) targets.setKey('d', which, which);
  targets.setKey('e', 'other');
  const all = ['d', 'd:backup', 'd:pushKey', 'e'];
  expect(store.state.session.keysStored).toEqual(all);
  store.edit({
    commands: [{ type: 'destinations/destinationRemoved', payload: { destinationId: 'd' } }],
  });
  expect(store.state.session.keysStored).toEqual(['e']);
  expect([...kept.keys()]).toEqual(['server:publish', 'e']);
  store.undo();
  expect([...store.state.session.keysStored].sort()).toEqual(all);
  expect(kept.get('d:pushKey')).toBe('pushKey');
});

test('where it can be played', () => {
  const none = { state: 'starting' } as const;
  const watchUrl = 'http://192.168.1.2:8080/watch/studio?token=abc';
  const server = { state: 'running', watchUrl, shared: true, https: null } as const;
  expect(playableAt(destination({ kind: 'embedded' }), none)).toEqual([]);
  expect(playableAt(destination({ kind: 'embedded' }), server)).toEqual([
    { protocol: 'flv', url: 'http://192.168.1.2:8080/live/studio.flv?token=abc' },
    { protocol: 'hls', url: 'http://192.168.1.2:8080/live/studio.m3u8?token=abc' },
  ]);
  expect(playableAt(destination({ pgc }), none).map(({ protocol }) => protocol)).toEqual([
    'rtmp',
    'flv',
    'hls',
    'webrtc',
  ]);
  expect(playableAt(destination(), none)).toEqual([]);
});

describe('the enabled ones', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'targets-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const targetsOf = (destinations: Destination[], secrets: Record<string, string | null>) => {
    const state = freshState();
    const store = new StudioStore({
      show: { ...state.show, destinations },
      session: { ...state.session, recordingFolder: join(folder, 'new') },
    });
    const signed: [string, number][] = [];
    const targets = new Targets({
      store,
      settings: {
        secret: (name) => secrets[name] ?? null,
        secretNames: () => Object.keys(secrets),
        setSecret: () => {},
      },
      server: { start: () => ({ ready: async () => err('SERVER_LOST', 'gone') }) as never },
      onSigned: (...args) => signed.push(args),
    });
    return { targets, signed };
  };

  test('one that cannot be made fails alone', async () => {
    const { targets, signed } = targetsOf(
      [
        destination({ id: 'good' }),
        destination({ id: 'off', enabled: false }),
        destination({ id: 'keyless' }),
        destination({ id: 'locked' }),
        destination({ id: 'here', kind: 'embedded' }),
        destination({ id: 'signed', pgc }),
      ],
      { good: 'key', locked: null, 'signed:pushKey': 'key' },
    );
    const enabled = await targets.enabled();
    expect(enabled).toMatchObject({
      value: {
        targets: [{ id: 'good' }, { id: 'signed' }],
        refused: [
          { id: 'keyless', error: { code: 'KEY_MISSING' } },
          { id: 'locked', error: { code: 'SECRET_UNAVAILABLE' } },
          { id: 'here', error: { code: 'SERVER_LOST' } },
        ],
      },
    });
    expect(signed.map(([id]) => id)).toEqual(['signed']);
    expect(await targetsOf([], {}).targets.enabled()).toMatchObject({
      error: { code: 'NO_DESTINATION' },
    });
  });

  test('files have names of their own, inside the folder, and overwrite nothing', async () => {
    const name = '../../etc/..\\év il.mp4';
    const files = ['a', 'b'].map((id) => destination({ id, name, kind: 'file', server: '' }));
    const { targets } = targetsOf(files, {});
    const paths = async () => {
      const enabled = await targets.enabled();
      return enabled.ok ? enabled.value.targets.map(({ url }) => url) : [];
    };
    const first = await paths();
    expect(new Set(first).size).toBe(2);
    for (const path of first) {
      expect(dirname(path)).toBe(join(folder, 'new'));
      expect(basename(path)).toMatch(/^[\p{L}\p{N}_-]+\.mp4$/u);
      await writeFile(path, 'kept');
    }
    // In the same second, or the next.
    const second = await paths();
    expect(second.filter((path) => first.includes(path))).toEqual([]);
    expect(await readdir(join(folder, 'new'))).toHaveLength(2);
  });

  test('a folder that cannot be made', async () => {
    await writeFile(join(folder, 'new'), 'a file in the way');
    const { targets } = targetsOf([destination({ kind: 'file', server: '' })], {});
    expect(await targets.enabled()).toMatchObject({
      value: { targets: [], refused: [{ error: { code: 'PATH_UNWRITABLE' } }] },
    });
    await rm(join(folder, 'new'));
    await mkdir(join(folder, 'new'));
  });
});

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PreflightCheck } from '../../../common/live/delivery.ts';
import { newDestination } from '../../../common/show/new.ts';
import type { Destination } from '../../../common/show/schema.ts';
import { Preflight, type PreflightOptions } from '../../../main/live/preflight/index.ts';
import { Targets } from '../../../main/live/targets.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freeTcpPort, NginxRtmp } from '../../support/nginxRtmp.ts';
import { within } from '../../support/pace.ts';
import { freshState } from '../../support/session.ts';

let folder = '';
let nginx: NginxRtmp;
let strict: NginxRtmp;
let http: HttpServer;
let silent: Server;
let slow: Server;
/** What the HTTP server's clock is ahead of ours, ms. */
let skewMs = 0;
const sockets = new Set<Socket>();

const portOf = (server: Server | HttpServer) => (server.address() as { port: number }).port;

/** Passes bytes on at `kbps`, as a link that carries no more. */
const slowLink = (to: number, kbps: number): Server =>
  createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [near, far].map((it) => it.destroy()));
    }
    far.pipe(near);
    let freeAtMs = 0;
    near.on('data', (bytes) => {
      far.write(bytes);
      freeAtMs = Math.max(performance.now(), freeAtMs) + (bytes.length * 8) / kbps;
      const aheadMs = freeAtMs - performance.now();
      if (aheadMs <= 5) return;
      near.pause();
      setTimeout(() => near.resume(), aheadMs);
    });
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preflight-'));
  http = createHttp((request, response) => {
    const date = new Date(Date.now() + skewMs).toUTCString();
    response.sendDate = false;
    // nginx asks whether somebody may publish; WHIP clients ask what is there.
    const status = request.url?.startsWith('/deny') ? 403 : request.url === '/whip' ? 204 : 404;
    response.writeHead(status, { Date: date }).end();
  }).listen(0, '127.0.0.1');
  silent = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).resume());
  }).listen(0, '127.0.0.1');
  await Promise.all([once(http, 'listening'), once(silent, 'listening')]);
  nginx = await NginxRtmp.create();
  strict = await NginxRtmp.create(`on_publish http://127.0.0.1:${portOf(http)}/deny;`);
  slow = slowLink(nginx.port, 600).listen(0, '127.0.0.1');
  await once(slow, 'listening');
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of [http, silent, slow]) server.close();
  await Promise.all([nginx.remove(), strict.remove()]);
  await rm(folder, { recursive: true, force: true });
});

const rtmp = (id: string, server: string, change: Partial<Destination> = {}): Destination => ({
  ...newDestination(id, 'rtmp', id, 'main'),
  enabled: true,
  server,
  ...change,
});

function studioWith(destinations: Destination[], options: Partial<PreflightOptions> = {}) {
  const { show, session } = freshState();
  const encoding = { ...show.encoding, videoKbps: 800, audioKbps: 100 };
  const store = new StudioStore({
    show: { ...show, destinations, encoding },
    session: {
      ...session,
      recordingFolder: folder,
      cameras: [{ id: 'c', label: 'Camera' }],
      sourceProblems: { microphone: { error: { code: 'DEVICE_BUSY', message: 'in use' } } },
    },
  });
  const targets = new Targets({
    store,
    settings: {
      secret: (name) => (name.includes(':') ? null : `key-${name}`),
      secretNames: () => [],
      setSecret: () => {},
    },
    server: { start: () => ({ ready: async () => ({ ok: true, value: null }) }) as never },
    onSigned: () => {},
  });
  const preflight = new Preflight({
    store,
    targets,
    busy: () => false,
    encoderSpeed: async () => 61,
    ...options,
  });
  const checks = () => store.state.session.preflight?.checks ?? [];
  const find = (id: string): PreflightCheck => {
    const check = checks().find((it) => it.id === id);
    if (!check) throw new Error(`no check ${id}`);
    return check;
  };
  return { store, preflight, checks, find };
}

const at = (port: number) => `rtmp://127.0.0.1:${port}/live`;

test('without test data: servers that are there, gone, unknown, silent; and the machine', async () => {
  skewMs = 0;
  const endpoint = `http://127.0.0.1:${portOf(http)}/whip`;
  const { preflight, checks, find, store } = studioWith([
    rtmp('good', at(nginx.port), { backupServer: at(await freeTcpPort()) }),
    rtmp('gone', at(await freeTcpPort())),
    rtmp('unknown', 'rtmp://nosuch.invalid/live'),
    rtmp('silent', at(portOf(silent))),
    rtmp('broken', 'nonsense'),
    rtmp('off', 'nonsense', { enabled: false }),
    { ...rtmp('whip', endpoint), kind: 'whip' },
  ]);
  expect(preflight.run({ upload: false }).ok).toBe(true);
  expect(preflight.run({ upload: false })).toMatchObject({ error: { code: 'BUSY' } });
  expect(find('dns:good').state).toBe('running');
  await preflight.done;
  expect(store.state.session.preflight?.finishedAtMs).not.toBeNull();
  const seen = Object.fromEntries(
    checks().map(({ id, state, found }) => [
      id,
      // How fast is the machine's.
      found === 'connectedSlowly' ? 'green connected' : `${state} ${found}`,
    ]),
  );
  expect(seen).toEqual({
    'dns:good': 'green dnsAddress',
    'connect:good': 'green connected',
    'handshake:good': 'green handshakeDone',
    'auth:good': 'skipped notAsked',
    'upload:good': 'skipped notAsked',
    'connect:good:backup': 'amber backupFailed',
    'dns:gone': 'green dnsAddress',
    'connect:gone': 'red connectFailed',
    'handshake:gone': 'skipped notReached',
    'auth:gone': 'skipped notReached',
    'upload:gone': 'skipped notReached',
    'dns:unknown': 'red dnsFailed',
    'connect:unknown': 'skipped notReached',
    'handshake:unknown': 'skipped notReached',
    'auth:unknown': 'skipped notReached',
    'upload:unknown': 'skipped notReached',
    'dns:silent': 'green dnsAddress',
    'connect:silent': 'green connected',
    'handshake:silent': 'red handshakeFailed',
    'auth:silent': 'skipped notReached',
    'upload:silent': 'skipped notReached',
    'dns:broken': 'red unusable',
    'connect:broken': 'skipped notReached',
    'handshake:broken': 'skipped notReached',
    'auth:broken': 'skipped notReached',
    'upload:broken': 'skipped notReached',
    'dns:whip': 'green dnsAddress',
    'connect:whip': 'green connected',
    'handshake:whip': 'green whipAnswered',
    'auth:whip': 'skipped notAsked',
    'upload:whip': 'skipped uploadWhip',
    encoder: 'green encoderMeasured',
    disk: expect.stringMatching(/^(green|amber|red) diskMeasured$/),
    clock: 'green clockCompared',
    'devices:microphone': 'red deviceProblem',
  });
  expect(find('connect:gone').error?.code).toBe('REFUSED');
  expect(find('handshake:silent').error?.code).toBe('TIMEOUT');
  expect(JSON.stringify(checks())).not.toContain('key-');
  // Nothing was published.
  expect(await nginx.recordings('key-good')).toEqual([]);
}, 20_000);

test('with test data: accepted, refused, a link with little room, and the picture decodes', async () => {
  const { preflight, checks, find } = studioWith([
    rtmp('good', at(nginx.port)),
    rtmp('denied', at(strict.port)),
    rtmp('slow', at(portOf(slow))),
  ]);
  preflight.run({ upload: true });
  await preflight.done;
  expect(find('auth:good').state).toBe('green');
  expect(find('upload:good')).toMatchObject({ state: 'green', found: 'uploadMeasured' });
  const { measuredKbps } = find('upload:good').values;
  // Twice the 900 kbps that are needed were offered.
  expect(measuredKbps).toBeGreaterThan(1500);
  expect(measuredKbps).toBeLessThan(2300);
  expect(find('auth:denied')).toMatchObject({ state: 'red', error: { code: 'AUTH' } });
  expect(find('upload:denied').state).toBe('skipped');
  expect(find('auth:slow').state).toBe('green');
  expect(find('upload:slow')).toMatchObject({ state: 'red', cure: 'bitrate' });
  // What the socket took tells nothing: by what the server acknowledged.
  expect(find('upload:slow').values['measuredKbps']).toBeGreaterThan(400);
  expect(find('upload:slow').values['measuredKbps']).toBeLessThan(900);
  expect(JSON.stringify(checks())).not.toContain('key-');
  const [recording = ''] = await nginx.recordings('key-good');
  const args = ['-v', 'error', '-xerror', '-i', recording, '-f', 'null', '-'];
  expect((await promisify(execFile)('ffmpeg', args)).stderr).toBe('');
}, 20_000);

test('the token of a WHIP endpoint: taken, refused, not said; what is made is taken down', async () => {
  const asked: string[] = [];
  const whip = createHttp((request, response) => {
    const { method, url = '', headers } = request;
    request.resume().on('end', () => {
      if (method !== 'OPTIONS') asked.push(`${method} ${url} ${headers.authorization}`);
      if (method !== 'POST') return response.writeHead(200).end();
      if (url === '/picky') return response.writeHead(406).end();
      if (headers.authorization !== 'Bearer key-right') return response.writeHead(401).end();
      response.writeHead(201, { location: '/session/1' }).end('v=0');
    });
  }).listen(0, '127.0.0.1');
  await once(whip, 'listening');
  const to = (id: string, path: string): Destination => ({
    ...rtmp(id, `http://127.0.0.1:${portOf(whip)}${path}`),
    kind: 'whip',
  });
  try {
    const { preflight, checks, find } = studioWith([
      to('right', '/whip'),
      to('wrong', '/whip'),
      to('picky', '/picky'),
    ]);
    preflight.run({ upload: true });
    await preflight.done;
    expect(find('auth:right')).toMatchObject({ state: 'green', found: 'authAccepted' });
    expect(find('auth:wrong')).toMatchObject({
      ...{ state: 'red', found: 'authRefused', cure: 'key' },
      error: { code: 'AUTH' },
    });
    expect(find('auth:picky')).toMatchObject({ state: 'skipped', values: { status: 406 } });
    for (const id of ['right', 'wrong', 'picky'])
      expect(find(`upload:${id}`)).toMatchObject({ state: 'skipped', found: 'uploadWhip' });
    expect(asked).toContain('DELETE /session/1 Bearer key-right');
    expect(JSON.stringify(checks())).not.toContain('key-');
  } finally {
    whip.close();
  }
}, 20_000);

describe('cancelled', () => {
  test('at once; what was not seen yet says so, and nothing stays connected', async () => {
    const { preflight, checks, find, store } = studioWith([
      rtmp('again', at(nginx.port)),
      rtmp('silent', at(portOf(silent))),
    ]);
    preflight.run({ upload: true });
    await expect.poll(() => find('auth:again').state).toBe('running');
    await expect.poll(() => find('handshake:again').state).toBe('green');
    const begunMs = performance.now();
    await preflight.cancel();
    expect(performance.now() - begunMs).toBeLessThan(within(3500));
    expect(store.state.session.preflight?.finishedAtMs).not.toBeNull();
    expect(checks().some(({ state }) => state === 'running')).toBe(false);
    expect(find('handshake:silent').found).toBe('cancelled');
    expect(find('upload:again').state).toBe('skipped');
    expect(preflight.run({ upload: false }).ok).toBe(true);
    await preflight.cancel();
  });

  test('refused on air', () => {
    const { preflight, store } = studioWith([], { busy: () => true });
    expect(preflight.run({ upload: true })).toMatchObject({ error: { code: 'BUSY' } });
    expect(store.state.session.preflight).toBeNull();
  });
});

describe('the machine', () => {
  const look = async (options: Partial<PreflightOptions>, destinations: Destination[] = []) => {
    const { preflight, find } = studioWith(destinations, options);
    preflight.run({ upload: false });
    await preflight.done;
    return find;
  };

  test.each([
    [46, 'green', 'encoderMeasured'],
    [40, 'amber', 'encoderMeasured'],
    [31, 'red', 'encoderMeasured'],
    [0, 'red', 'encoderMissing'],
    [null, 'skipped', 'encoderSilent'],
  ])('an encoder of %s fps for 30', async (fps, state, found) => {
    const find = await look({ encoderSpeed: async () => fps });
    expect(find('encoder')).toMatchObject({ state, found });
  });

  // 900 kbps are 6.75 MB a minute.
  test.each([
    [6.75e6 * 5, 'red', 'space'],
    [6.75e6 * 30, 'amber', 'space'],
  ])('a disk with %d bytes free', async (bytes, state, cure) => {
    const find = await look({ freeBytes: async () => bytes });
    expect(find('disk')).toMatchObject({ state, cure });
    expect(await readdir(folder)).toEqual([]);
  });

  test("a clock that is not the server's", async () => {
    skewMs = 300_000;
    const endpoint = `http://127.0.0.1:${portOf(http)}/whip`;
    const find = await look({}, [{ ...rtmp('whip', endpoint), kind: 'whip' }]);
    expect(find('clock')).toMatchObject({ state: 'amber', cure: 'clock' });
    expect(Math.abs(Number(find('clock').values['seconds']) + 300)).toBeLessThanOrEqual(1);
  });
});

import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cleanUp,
  hourFromNow,
  publish,
  startTestServer,
  streamInfo,
  type TestServer,
  until,
  untilLive,
} from './support.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(cleanUp);

type Answer = { status: number; headers: Record<string, unknown>; body: string };

/** `fetch` would tidy the path and forbid the headers. */
function ask(
  path: string,
  options: {
    headers?: Record<string, string>;
    method?: string;
    body?: string;
    port?: number;
    host?: string;
  } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const sent = request(
      {
        ...{ host: options.host ?? '127.0.0.1', port: options.port ?? server.httpPort, path },
        ...{ method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false },
      },
      (response) => {
        let body = '';
        response.on('data', (data) => {
          body += data;
          if (response.headers['content-type'] === 'video/x-flv') response.destroy();
        });
        response.on('error', () => {});
        response.on('close', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

test('the page comes with headers that keep it on its own', async () => {
  for (const path of ['/', '/watch/live']) {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(200);
    expect(body).toContain('<video');
    const csp = String(headers['content-security-policy']);
    for (const part of ["default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"]) {
      expect(csp).toContain(part);
    }
    expect(csp).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
  const script = /src="(\/assets\/[^"]+\.js)"/.exec((await ask('/')).body)?.[1] ?? '';
  expect((await ask(script)).headers['content-type']).toContain('javascript');
  expect(await ask('/healthz')).toMatchObject({ status: 200, body: '{"ok":true}' });
});

test.each([
  '/../package.json',
  '/..%2f..%2fpackage.json',
  '/assets/../../package.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/..\\..\\package.json',
  '//etc/passwd',
  '/etc/passwd',
  '/watch/../../etc/passwd',
  '/watch/%00',
  '/index.html%00.js',
  '/live/..%2f..%2fx.flv',
  '/admin/',
  '/api/v1/streams',
  '/nothing',
])('%s is not found', async (path) => {
  expect((await ask(path)).status).toBe(404);
});

test('foreign hosts, origins, methods, bodies and giants are turned away', async () => {
  const host = `127.0.0.1:${server.httpPort}`;
  expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(403);
  expect((await ask('/', { headers: { host: `evil.example:${server.httpPort}` } })).status).toBe(
    403,
  );
  expect(
    (await ask('/api/stream/live', { headers: { origin: 'http://evil.example' } })).status,
  ).toBe(403);
  expect((await ask('/api/stream/live', { headers: { origin: 'null' } })).status).toBe(403);
  expect(
    (await ask('/live/live.flv', { headers: { 'sec-fetch-site': 'cross-site' } })).status,
  ).toBe(403);
  expect((await ask('/api/stream/live', { headers: { origin: `http://${host}` } })).status).toBe(
    200,
  );
  expect((await ask('/', { method: 'POST' })).status).toBe(405);
  expect((await ask('/live/live.flv', { method: 'POST', body: 'FLV' })).status).toBe(413);
  expect((await ask(`/?${'x'.repeat(3000)}`)).status).toBe(414);
  expect(await ask('/', { headers: { 'x-big': 'x'.repeat(20_000) } }).catch(() => 'cut')).toBe(
    'cut',
  );
});

test('a burst of requests from one address meets a limit, and passes later', async () => {
  const other = await startTestServer();
  const statuses: number[] = [];
  // Side by side: one after the other a slow machine would not be fast enough to meet the limit.
  for (let round = 0; round < 40 && !statuses.includes(429); round++) {
    const asked = Array.from({ length: 60 }, () => ask('/healthz', { port: other.httpPort }));
    statuses.push(...(await Promise.all(asked)).map(({ status }) => status));
  }
  expect(statuses.slice(0, 100).every((status) => status === 200)).toBe(true);
  expect(statuses).toContain(429);
  await until(
    'requests pass again',
    async () => (await ask('/healthz', { port: other.httpPort })).status === 200,
  );
  await other.close();
});

const lanAddress = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find((it) => it.family === 'IPv4' && !it.internal)?.address;

const reachable = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

test('sharing opens the network with a token, goes back, and never cuts the publish', async () => {
  const shared = await startTestServer();
  const { httpPort, rtmpPort } = shared;
  const pusher = publish(shared.publishUrl('live', hourFromNow()));
  await untilLive(shared);
  const { startedAtMs } = await streamInfo(shared);
  expect(new URL(shared.watchUrl('live')).search).toBe('');
  if (lanAddress) expect(await reachable(lanAddress, httpPort)).toBe(false);

  expect((await shared.share(true)).ok).toBe(true);
  const watchUrl = new URL(shared.watchUrl('live'));
  const token = watchUrl.searchParams.get('token') ?? '';
  expect(token.length).toBeGreaterThanOrEqual(16);
  expect(Number(watchUrl.port)).toBe(httpPort);
  for (const host of ['127.0.0.1', ...(lanAddress ? [lanAddress] : [])]) {
    const at = { port: httpPort, host };
    expect(await reachable(host, rtmpPort)).toBe(true);
    for (const path of ['/api/stream/live', '/live/live.flv']) {
      expect((await ask(path, at)).status).toBe(401);
      expect((await ask(`${path}?token=${token.slice(0, -1)}`, at)).status).toBe(401);
      expect((await ask(`${path}?token=${token}`, at)).status).toBe(200);
    }
  }

  expect((await shared.share(false)).ok).toBe(true);
  if (lanAddress) expect(await reachable(lanAddress, httpPort)).toBe(false);
  expect(await streamInfo(shared)).toMatchObject({ live: true, startedAtMs });
  expect(pusher.child.exitCode).toBe(null);
  await pusher.stop();
  await shared.close();
});

test('a taken port is named; after a close the same ports serve again', async () => {
  const first = await startTestServer();
  const ports = { rtmpPort: first.rtmpPort, httpPort: first.httpPort };
  const { startServer } = await import('../../../main/server/index.ts');
  const { builtWatchPage, publishKey } = await import('./support.ts');
  const options = { ...ports, publishKey, watchFolder: await builtWatchPage() };
  const refused = await startServer(options);
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'PORT_IN_USE', detail: { port: ports.rtmpPort } },
  });

  const pusher = publish(first.publishUrl('live', hourFromNow()));
  await untilLive(first);
  const waiting = startServer({ ...options, portRetryMs: 3000 });
  await first.close();
  const second = await waiting;
  if (!second.ok) throw new Error(second.error.message);
  expect(second.value).toMatchObject(ports);
  expect((await pusher.done).code).not.toBe(0);
  await second.value.close();
  expect(await startServer({ ...options, watchFolder: '/nonexistent' })).toMatchObject({
    ok: false,
    error: { code: 'FILE_MISSING' },
  });
});

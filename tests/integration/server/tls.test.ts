import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { request as ask } from 'node:http';
import { request as askSecurely } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { launchViewer, openPage } from '../../support/viewer.ts';
import { buildServer, processSecrets, startServerProcess } from './serverProcess.ts';
import { cleanUp, run, startTestServer, tempFolder, until } from './support.ts';

const PRIVATE_KEY = 'PRIVATE KEY';
let dist: string;
let browser: Browser | null = null;

beforeAll(async () => {
  dist = await buildServer();
});
afterAll(async () => {
  await browser?.close();
  await cleanUp();
});

type Answer = { status: number; headers: Record<string, unknown>; body: Buffer };
type Ask = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** PEM of what is trusted; without it plain HTTP. */
  readonly ca?: string;
};

function get(port: number, path: string, { method = 'GET', headers = {}, body, ca }: Ask = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const to = { host: '127.0.0.1', port, path, method, agent: false, headers };
    const sent = (ca === undefined ? ask : askSecurely)({ ...to, ca }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Whether a WebSocket opens. */
const opens = (port: number, path: string, ca: string, origin: string) =>
  new Promise<boolean>((resolve) => {
    const socket = new WebSocket(`wss://127.0.0.1:${port}${path}`, { ca, origin });
    socket.on('open', () => socket.close());
    socket.on('open', () => resolve(true));
    socket.on('error', () => resolve(false));
  });

const pemOf = (der: Buffer) => new X509Certificate(der).toString();

/** The certificate that a port shows. */
const shownAt = (port: number) =>
  new Promise<X509Certificate>((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      const shown = socket.getPeerX509Certificate();
      socket.destroy();
      if (shown) resolve(shown);
      else reject(new Error('no certificate'));
    });
    socket.on('error', reject);
  });

const refused = (error: { code?: string }) => error.code;

test('shared, the process answers over HTTPS to those who trust its authority; unshared it is closed', async () => {
  const dataFolder = await tempFolder();
  const first = startServerProcess(dist, { dataFolder });
  const started = await first.event('started');
  expect(started.https).toBeNull();
  const { httpPort } = started;
  expect((await get(httpPort, '/ca')).status).toBe(404);
  expect(first.events.some((it) => it.type === 'authority')).toBe(false);

  first.send({ type: 'share', shared: true });
  const { https } = await first.event('shared');
  if (!https) throw new Error('no HTTPS');
  expect(https.helpUrl).toMatch(new RegExp(`^http://[0-9.]+:${httpPort}/ca$`));
  const crt = await get(httpPort, '/ca.crt');
  expect(crt.headers['content-type']).toBe('application/x-x509-ca-cert');
  const root = new X509Certificate(crt.body);
  expect(root.fingerprint256).toBe(https.fingerprint);
  const ca = pemOf(crt.body);
  const { port } = https;

  const page = await get(port, '/', { ca });
  expect(page.status).toBe(200);
  expect(page.headers['strict-transport-security']).toBeUndefined();
  expect(await get(port, '/', { ca: '' }).catch(refused)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');

  // The same guards: the token of the link, the origin of its own pages.
  const own = `https://127.0.0.1:${port}`;
  const guest = (origin: string, token: string = processSecrets.playToken) =>
    get(port, `/api/guest?token=${token}`, {
      ...{ ca, method: 'POST', headers: { origin }, body: '{"name":"Mia"}' },
    });
  expect((await guest(own)).status).toBe(200);
  expect((await guest(own, 'x')).status).toBe(401);
  expect((await guest(`http://127.0.0.1:${httpPort}`)).status).toBe(403);
  expect((await guest(`http://127.0.0.1:${port}`)).status).toBe(403);
  for (const path of ['/chat', '/cohost']) {
    expect(await opens(port, path, ca, own)).toBe(true);
    expect(await opens(port, path, ca, `http://127.0.0.1:${httpPort}`)).toBe(false);
  }
  expect(await opens(port, '/other', ca, own)).toBe(false);

  // Guests get https, viewers stay with http.
  const login = {
    method: 'POST',
    body: JSON.stringify({ ownerSecret: processSecrets.ownerSecret }),
  };
  const { token } = JSON.parse((await get(httpPort, '/api/login', login)).body.toString());
  const headers = { authorization: `Bearer ${token}` };
  const make = {
    method: 'POST',
    headers,
    body: JSON.stringify({ roomId: 'stage', info: { title: 'Stage' } }),
  };
  expect((await get(httpPort, '/api/rooms', make)).status).toBe(200);
  const link = await get(httpPort, '/api/rooms/stage/guestLinks', {
    ...{ method: 'POST', headers, body: '{}' },
  });
  const { url } = JSON.parse(link.body.toString());
  expect(url).toMatch(new RegExp(`^https://[0-9.]+:${port}/guest/stage.*#link=`));
  const sent = await get(httpPort, '/guest/stage?raise', { headers: { host: '192.168.7.7:99' } });
  expect(sent.status).toBe(307);
  expect(sent.headers.location).toBe(`https://192.168.7.7:${port}/guest/stage?raise`);

  first.send({ type: 'share', shared: false });
  const closed = await until('no longer shared', () =>
    first.events.find((it) => it.type === 'shared' && !it.shared),
  );
  expect(closed).toMatchObject({ https: null });
  expect(await get(port, '/', { ca }).catch(refused)).toBe('ECONNREFUSED');

  // Its key is told to main once, and is nowhere else.
  const told = first.events.filter((it) => it.type === 'authority');
  expect(told).toHaveLength(1);
  const authority = told[0]?.authority ?? '';
  expect(authority).toContain(PRIVATE_KEY);
  const others = first.events.filter((it) => it.type !== 'authority');
  const keyLine = authority.slice(authority.indexOf(PRIVATE_KEY)).split('\n')[1] ?? '';
  expect(keyLine).toHaveLength(64);
  first.send({ type: 'stop' });
  await first.event('stopped');
  const pages = [page, crt, sent].map(({ body }) => body.toString('latin1'));
  const files = readdirSync(dataFolder).map((it) => readFileSync(join(dataFolder, it), 'latin1'));
  for (const text of [JSON.stringify(others), ...pages, ...files]) {
    expect(text).not.toContain(PRIVATE_KEY);
    expect(text).not.toContain(keyLine);
  }

  // Started again with what main kept: the phones that trust it need nothing new.
  const second = startServerProcess(dist, {
    ...{ host: '0.0.0.0', httpPort, httpsPort: port, authority, dataFolder: '' },
  });
  const again = await second.event('started');
  expect(again.https).toMatchObject({ port, fingerprint: https.fingerprint });
  expect((await get(port, '/', { ca })).status).toBe(200);
  expect(second.events.some((it) => it.type === 'authority')).toBe(false);
  // Its port is taken: another one will do.
  const third = startServerProcess(dist, { host: '0.0.0.0', httpsPort: port, authority });
  const elsewhere = (await third.event('started')).https?.port ?? port;
  expect(elsewhere).not.toBe(port);
  expect((await get(elsewhere, '/', { ca })).status).toBe(200);
  for (const it of [second, third]) {
    it.send({ type: 'stop' });
    expect(await it.ended).toBe(0);
  }
});

test('a new address gets a certificate of its own without a restart; who is connected stays', async () => {
  let addresses = ['127.0.0.1'];
  const kept: string[] = [];
  const server = await startTestServer({
    ...{ host: '0.0.0.0', playToken: processSecrets.playToken },
    ownTls: {
      ...{ port: 0, authority: '', lookEveryMs: 20 },
      keep: (authority) => void kept.push(authority),
      names: () => ({ addresses, hosts: ['localhost'] }),
    },
  });
  const port = server.https()?.port ?? 0;
  const ca = pemOf((await get(server.httpPort, '/ca.crt')).body);
  const before = await shownAt(port);
  expect(before.checkIP('192.168.7.7')).toBeUndefined();
  const socket = new WebSocket(`wss://127.0.0.1:${port}/chat`, { ca });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));

  addresses = ['127.0.0.1', '192.168.7.7'];
  const after = await until('another certificate', async () => {
    const shown = await shownAt(port);
    return shown.serialNumber === before.serialNumber ? null : shown;
  });
  expect(after.checkIP('192.168.7.7')).toBe('192.168.7.7');
  expect(after.verify(new X509Certificate(ca).publicKey)).toBe(true);
  expect((await get(port, '/', { ca })).status).toBe(200);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.close();
  expect(kept).toHaveLength(1);
  expect(server.lines.join('\n')).not.toContain(PRIVATE_KEY);
});

test('the page of the authority: both languages, no script, the steps of the device that asks', async () => {
  const server = await startTestServer({
    ...{ host: '0.0.0.0', playToken: processSecrets.playToken },
    ownTls: { port: 0, authority: '', keep: () => {} },
  });
  const { fingerprint, authority } = server.https() ?? { fingerprint: '', authority: '' };
  const pageFor = async (language: string, agent: string) => {
    const headers = { 'accept-language': language, 'user-agent': agent };
    const { status, headers: said, body } = await get(server.httpPort, '/ca', { headers });
    expect(status).toBe(200);
    expect(said['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(said['strict-transport-security']).toBeUndefined();
    expect(body.length).toBeLessThan(16_000);
    const html = body.toString();
    expect(html).toContain(fingerprint);
    expect(html).toContain(authority);
    expect(html).not.toContain('<script');
    expect(html).not.toContain(PRIVATE_KEY);
    return html;
  };
  const iphone = await pageFor('zh-CN,zh;q=0.9,en;q=0.8', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18)');
  expect(iphone).toContain('<html lang="zh-CN">');
  expect(iphone).toContain('<details open><summary>iPhone');
  expect(await pageFor('de,en;q=0.5', 'Mozilla/5.0 (Linux; Android 15)')).toContain(
    '<details open><summary>Android',
  );
  const profile = await get(server.httpPort, '/ca.mobileconfig');
  expect(profile.headers['content-type']).toBe('application/x-apple-aspen-config');
  const data = /<data>(.+)<\/data>/.exec(profile.body.toString())?.[1] ?? '';
  expect(new X509Certificate(Buffer.from(data, 'base64')).fingerprint256).toBe(fingerprint);

  // The style is let through by the policy of the page.
  browser ??= await launchViewer();
  const shown = await openPage(browser, { locale: 'zh-CN', viewport: { width: 360, height: 740 } });
  const problems: string[] = [];
  shown.on('console', (line) => void (line.type() === 'error' && problems.push(line.text())));
  await shown.goto(`${server.httpUrl}/ca`);
  const width = await shown.evaluate(() => [
    document.body.scrollWidth,
    getComputedStyle(document.body).maxWidth,
  ]);
  expect(width).toEqual([360, '640px']);
  expect(problems.filter((it) => !it.includes('favicon'))).toEqual([]);
  await shown.context().close();
});

test('a page over HTTPS past the warning is a secure context with camera and microphone, and its chat opens', async () => {
  const server = await startTestServer({
    ...{ host: '0.0.0.0', playToken: processSecrets.playToken },
    ownTls: { port: 0, authority: '', keep: () => {} },
    guestFolder: await guestPage(),
  });
  const port = server.https()?.port ?? 0;
  browser ??= await launchViewer();
  const strict = await openPage(browser);
  const failed = strict.goto(`https://localhost:${port}/guest/stage?link=a`);
  await expect(failed).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID');
  await strict.context().close();
  const page = await openPage(browser, { ignoreHTTPSErrors: true });
  await page.goto(`https://localhost:${port}/guest/stage?link=a`);
  const found = await page.evaluate(async () => {
    const socket = new window.WebSocket(`wss://${location.host}/cohost`);
    const opened = await new Promise((resolve) => {
      socket.onopen = () => resolve(true);
      socket.onerror = () => resolve(false);
    });
    socket.close();
    return [window.isSecureContext, typeof navigator.mediaDevices?.getUserMedia, opened];
  });
  expect(found).toEqual([true, 'function', true]);
  await page.context().close();
});

test('on its own with TLS=own: an authority in DATA_DIR for its user alone, the same after a restart', async () => {
  const data = join(await tempFolder(), 'data');
  const env = {
    ...process.env,
    ...{ HOST: '0.0.0.0', TLS: 'own', DATA_DIR: data, HTTPS_PORT: '0' },
  };
  const args = [join(dist, 'main/server.mjs'), '--rtmp-port', '0', '--http-port', '0'];
  const fingerprints: string[] = [];
  for (const _time of ['first', 'second']) {
    const server = run(process.execPath, args, env);
    let printed = '';
    server.child.stdout?.on('data', (text) => (printed += text));
    const said = await until('the authority', () =>
      /https (\d+), Anchor Studio .* CA, SHA-256 (\S+)/.exec(printed),
    );
    const httpPort = Number(
      await until('the address', () => /watch http:\/\/[^:]+:(\d+)/.exec(printed)?.[1]),
    );
    const ca = pemOf((await get(httpPort, '/ca.crt')).body);
    expect((await get(Number(said[1]), '/', { ca })).status).toBe(200);
    fingerprints.push(said[2] ?? '');
    server.child.kill('SIGTERM');
    expect((await server.done).code).toBe(0);
    expect(printed).not.toContain(PRIVATE_KEY);
  }
  expect(fingerprints[0]).toBe(fingerprints[1]);
  expect(existsSync(join(data, 'authority.pem.new'))).toBe(false);
  if (process.platform !== 'win32')
    expect(statSync(join(data, 'authority.pem')).mode & 0o777).toBe(0o600);
});

async function guestPage(): Promise<string> {
  const { build } = await import('vite');
  const outDir = await tempFolder();
  const root = new URL('../../../renderer/guest', import.meta.url).pathname;
  const how = { outDir, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 };
  await build({ root, base: '/guest/', configFile: false, logLevel: 'error', build: how });
  return outDir;
}

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { publishUrlOf } from '../../../main/server/index.ts';
import { makeCertificate } from '../../support/tlsProxy.ts';
import { buildServer, type StartOrder, startServerProcess } from './serverProcess.ts';
import { cleanUp, hourFromNow, publish, publishKey, run, until } from './support.ts';

let dist: string;

beforeAll(async () => {
  dist = await buildServer();
});
afterAll(cleanUp);

const startProcess = (order: StartOrder = {}) => startServerProcess(dist, order);

test.concurrent('the process serves, survives its own death on the same ports, shares and stops', async () => {
  const first = startProcess();
  const { rtmpPort, httpPort, watchUrl } = await first.event('started');
  expect((await fetch(watchUrl)).status).toBe(200);
  first.child.kill('SIGKILL');
  const second = startProcess({ rtmpPort, httpPort });
  expect(await second.event('started')).toMatchObject({
    rtmpPort,
    httpPort,
    watchUrl,
    shared: false,
  });

  const target = { host: '127.0.0.1', rtmpPort, app: 'live', streamName: 'live', key: publishKey };
  const pusher = publish(publishUrlOf({ ...target, expiresAtSeconds: hourFromNow() }));
  expect(
    await until('live', () => second.events.find((it) => it.type === 'stream' && it.live)),
  ).toEqual({
    type: 'stream',
    name: 'live',
    live: true,
    viewers: 0,
    viewersByKind: { flv: 0, hls: 0 },
  });
  const relay = { id: 'a', stream: 'live', url: 'rtmp://127.0.0.1:1/live/secret-of-the-relay' };
  second.send({ type: 'relay', relays: [{ ...relay, url: 'http://h/live/secret-of-the-relay' }] });
  expect(await second.event('failed')).toMatchObject({
    during: 'relay',
    error: { code: 'URL_INVALID' },
  });
  second.send({ type: 'relay', relays: [relay] });
  await until('the relay fails', () =>
    second.events.find((it) => it.type === 'relay' && it.status.state === 'failed'),
  );
  second.send({ type: 'relay', relays: [] });
  second.send({ type: 'share', shared: true });
  const shared = await second.event('shared');
  expect(shared.shared).toBe(true);
  expect(shared.watchUrl).toContain('?token=play-token-0123456789');

  const third = startProcess({ rtmpPort, httpPort });
  expect(await third.event('failed')).toMatchObject({
    during: 'start',
    error: { code: 'PORT_IN_USE', detail: { port: rtmpPort } },
  });
  third.child.disconnect();
  expect(await third.ended).toBe(0);

  await pusher.stop();
  second.send({ type: 'stop' });
  await second.event('stopped');
  expect(await second.ended).toBe(0);
  expect(JSON.stringify(second.events)).not.toContain(publishKey);
  expect(JSON.stringify(second.events)).not.toContain('secret-of-the-relay');
});

const standalone = (args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, [join(dist, 'main/server.mjs'), ...args], { ...process.env, ...env });

test.concurrent('on its own it prints where to push and watch, masked, and ends cleanly', async () => {
  const keyFile = join(dist, 'key');
  await writeFile(keyFile, `${publishKey}\n`);
  for (const show of [false, true]) {
    const server = standalone([
      ...['--rtmp-port', '0', '--http-port', '0', '--key-file', keyFile, '--stream', 'show'],
      ...(show ? ['--show-push-url'] : []),
    ]);
    let printed = '';
    server.child.stdout?.on('data', (data) => (printed += data));
    const watchUrl = await until('the watch URL', () => /watch (http:\S+)\n/.exec(printed)?.[1]);
    expect((await fetch(watchUrl)).status).toBe(200);
    if (show) {
      const pushUrl = /push {2}(rtmp:\S+)/.exec(printed)?.[1] ?? '';
      const pusher = publish(pushUrl, { seconds: 20 });
      await until('the stream', () => printed.includes('stream show is being published'));
      await pusher.stop();
    } else {
      expect(printed).toContain('/live/***');
      expect(printed).not.toContain('txSecret');
    }
    server.child.kill(show ? 'SIGINT' : 'SIGTERM');
    expect((await server.done).code).toBe(0);
  }
});

test.concurrent('on its own it says in one line what is wrong', async () => {
  const first = standalone(['--rtmp-port', '0', '--http-port', '0']);
  let printed = '';
  first.child.stdout?.on('data', (data) => (printed += data));
  const httpPort = await until('a port', () => /watch http:\/\/[^:]+:(\d+)/.exec(printed)?.[1]);
  const cases: [string[], number, RegExp, Record<string, string>?][] = [
    [
      ['--rtmp-port', '0', '--http-port', httpPort],
      1,
      new RegExp(`${httpPort}: the port is taken`),
    ],
    [['--rtmp-port', 'x'], 2, /--rtmp-port needs a whole number from 0 to 65535/],
    [['--nonsense'], 2, /--nonsense/],
    [['--stream', '../x'], 2, /--stream needs/],
    [['--key-file', '/nonexistent'], 1, /cannot read the key file .*ENOENT/],
    [['--rtmp-port', '0', '--http-port', '0'], 1, /8 characters/, { ANCHOR_PUBLISH_KEY: 'short' }],
    [['--max-viewers', '0'], 2, /--max-viewers needs a whole number from 1/],
    [[], 1, /cannot read the relay file .*ENOENT/, { RELAY: '/nonexistent' }],
    [[], 1, /http:\/\/a\/b\/\*\*\*/, { RELAY: '[{"stream":"live","to":["http://a/b/key"]}]' }],
  ];
  const results = await Promise.all(cases.map(([args, , , env]) => standalone(args, env).done));
  for (const [index, [, code, text]] of cases.entries()) {
    const result = results[index] as (typeof results)[number];
    expect(result.stderr).toMatch(text);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.code).toBe(code);
  }
  const help = await standalone(['--help']).done;
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('--show-push-url');
  await first.stop();
});

test.concurrent('on its own with a certificate: HTTPS and WSS on one port, a log of objects, no secret in it', async () => {
  const { key, cert } = await makeCertificate();
  const secrets = { OWNER_SECRET: 'owner-secret-0123456789', PUSH_KEY: publishKey };
  const config = join(dist, 'server.env');
  const files = { TLS_CERT: join(dist, 'cert.pem'), TLS_KEY: join(dist, 'key.pem') };
  await writeFile(files.TLS_CERT, cert);
  await writeFile(files.TLS_KEY, key);
  const lines = Object.entries({ ...secrets, ...files, DATA_DIR: join(dist, 'data'), LOG: 'json' });
  await writeFile(config, lines.map(([name, value]) => `${name}=${value}\n`).join(''));
  const server = standalone(['--config', config], { PORT: '0', RTMP_PORT: '0' });
  let printed = '';
  server.child.stdout?.on('data', (data) => (printed += data));
  const port = await until('a port', () => /https:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1]);

  const answer = await new Promise<string>((resolve, reject) => {
    const path = '/api/login';
    const to = { host: '127.0.0.1', port, path, method: 'POST', rejectUnauthorized: false };
    const sent = request(to, (response) => {
      let body = '';
      response.on('data', (data) => (body += data));
      response.on('end', () => resolve(body));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ ownerSecret: secrets.OWNER_SECRET }));
  });
  const { token } = JSON.parse(answer);
  expect(token).toHaveLength(43);
  const open = (origin: string) =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(`wss://127.0.0.1:${port}/chat`, {
        ...{ origin, rejectUnauthorized: false },
      });
      socket.on('open', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('open', () => socket.close());
    });
  expect(await open(`https://127.0.0.1:${port}`)).toBe(true);
  expect(await open(`http://127.0.0.1:${port}`)).toBe(false);

  server.child.kill('SIGTERM');
  expect((await server.done).code).toBe(0);
  for (const line of printed.trim().split('\n'))
    expect(JSON.parse(line)).toMatchObject({
      time: expect.any(String),
      message: expect.any(String),
    });
  for (const secret of [...Object.values(secrets), token, 'txSecret'])
    expect(printed).not.toContain(secret);
  expect(existsSync(join(dist, 'data/server.db'))).toBe(true);
});

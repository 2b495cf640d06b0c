import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FromWhipPeer, ToWhipPeer } from '../../../common/ipc/output.ts';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import { WhipPublisher } from '../../../main/output/whip/index.ts';
import { freeTcpPort, until } from '../../support/nginxRtmp.ts';
import { type Asked, HttpServer } from '../../support/whip/httpServer.ts';

const corpus = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../fuzz/corpus/whip', name), 'utf8');
const OFFER = corpus('offer.sdp');
const ANSWER = corpus('ok-gstreamer.sdp');
const TOKEN = 'webrtc://push.example.net/live/key?txSecret=0123';
const CREATED = { 'content-type': 'application/sdp', location: '/resource/1', etag: '"a"' };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(answer: (asked: Asked, response: ServerResponse) => void) {
  const server = await HttpServer.listen(answer);
  closing.push(() => server.close());
  return server;
}

const created = (response: ServerResponse, headers: Record<string, string> = {}) =>
  response.writeHead(201, { ...CREATED, ...headers }).end(ANSWER);

/** A publisher, and a stage that offers at once and connects when it has an answer (where `connects`). */
function publish(url: string, { backupUrl = null as string | null, connects = true } = {}) {
  const orders: ToWhipPeer[] = [];
  const statuses: DestinationStatus[] = [];
  const events: DeliveryEvent[] = [];
  const lines: string[] = [];
  let take: (message: FromWhipPeer) => void = () => {};
  const stage = (order: ToWhipPeer) => {
    orders.push(order);
    queueMicrotask(() => {
      if (order.type === 'open') {
        take({ type: 'chosen', rung: { kbps: 1_000, fps: 30, width: 640, height: 360 } });
        take({ type: 'offer', sdp: OFFER, iceRestart: false });
      } else if (order.type === 'restartIce') {
        take({ type: 'offer', sdp: OFFER.replaceAll('wwvx', 'anew'), iceRestart: true });
      } else if (order.type === 'answer' && connects) take({ type: 'state', state: 'connected' });
    });
  };
  const publisher = new WhipPublisher({
    ...{ url, backupUrl, token: TOKEN },
    stage: {
      send: stage,
      onMessage: (listener) => {
        take = listener;
        return () => {};
      },
      onReplaced: () => () => {},
    },
    onStatus: (status) => statuses.push(status),
    onDelivery: (event) => events.push(event),
    log: (line) => lines.push(line),
  });
  closing.push(() => publisher.stop());
  publisher.start();
  const last = () => statuses[statuses.length - 1];
  return {
    ...{ publisher, orders, statuses, events, lines, last },
    say: (message: FromWhipPeer) => take(message),
    is: (state: DestinationStatus['state']) =>
      until(() => last()?.state === state, `${state}, not ${JSON.stringify(last())}`, 5_000),
    told: () => JSON.stringify([orders, statuses, events, lines]),
  };
}

describe('the first connect', () => {
  it.each([
    [401, 'AUTH'],
    [403, 'AUTH'],
    [409, 'AUTH'],
    [404, 'PROTOCOL'],
    [500, 'PROTOCOL'],
    [200, 'PROTOCOL'],
  ])('fails for good on status %i: %s', async (status, code) => {
    const server = await serve((_, response) => response.writeHead(status).end(TOKEN));
    const { is, last, told } = publish(server.url());
    await is('failed');
    expect(last()).toMatchObject({ error: { code, detail: { status } } });
    expect(told()).not.toContain('txSecret');
  });

  it('says what the network says', async () => {
    const refused = publish(`http://127.0.0.1:${await freeTcpPort()}/`);
    const unknown = publish('http://no-such-host.invalid/');
    const server = await serve((_, response) => created(response));
    const insecure = publish(server.url().replace('http:', 'https:'));
    const nonsense = publish('ftp://example.net/');
    for (const it of [refused, unknown, insecure, nonsense]) await it.is('failed');
    expect(refused.last()).toMatchObject({ error: { code: 'REFUSED' } });
    expect(unknown.last()).toMatchObject({ error: { code: 'DNS' } });
    expect(insecure.last()).toMatchObject({ error: { code: 'TLS' } });
    expect(nonsense.last()).toMatchObject({ error: { code: 'URL_INVALID' } });
  });

  it('refuses an answer that is too long, of another type, or hostile; and takes it down', async () => {
    const answers = [
      (response: ServerResponse) => response.writeHead(201, CREATED).end('v=0\r\n'.repeat(20_000)),
      (response: ServerResponse) => created(response, { 'content-type': 'text/html' }),
      (response: ServerResponse) =>
        response.writeHead(201, CREATED).end(corpus('bad-no-fingerprint.sdp')),
    ];
    for (const answer of answers) {
      const server = await serve((asked, response) =>
        asked.method === 'POST' ? answer(response) : response.end(),
      );
      const { is, last } = publish(server.url());
      await is('failed');
      expect(last()).toMatchObject({ error: { code: 'PROTOCOL' } });
    }
  });

  it('tries the backup URL before it gives up', async () => {
    const server = await serve((_, response) => created(response));
    const dead = `http://127.0.0.1:${await freeTcpPort()}/`;
    const { is, events } = publish(dead, { backupUrl: server.url() });
    await is('live');
    expect(events.map(({ kind }) => kind)).toEqual(['onAir', 'backup']);
  });
});

describe('redirects', () => {
  it('are followed, with the token to the same origin only', async () => {
    const other = await serve((_, response) => response.writeHead(401).end());
    const server = await serve(({ path }, response) => {
      if (path === '/whip') response.writeHead(307, { location: '/moved?a=1' }).end();
      else response.writeHead(308, { location: other.url('/whip') }).end();
    });
    const { is, last } = publish(server.url());
    await is('failed');
    expect(last()).toMatchObject({ error: { code: 'AUTH' } });
    expect(server.asked.map(({ path, body }) => [path, body === OFFER])).toEqual([
      ['/whip', true],
      ['/moved?a=1', true],
    ]);
    expect(server.asked[1]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(other.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('end after three, and go nowhere but to the web', async () => {
    const round = await serve((_, response) =>
      response.writeHead(307, { location: '/whip' }).end(),
    );
    const away = await serve((_, response) =>
      response.writeHead(307, { location: 'file:///etc/passwd' }).end(),
    );
    const [first, second] = [publish(round.url()), publish(away.url())];
    await first.is('failed');
    await second.is('failed');
    expect(round.asked).toHaveLength(4);
    expect(away.asked).toHaveLength(1);
  });
});

describe('a session', () => {
  it('is taken down with the token, at the address the server gave', async () => {
    const server = await serve((_, response) => created(response, { location: 'resource/7' }));
    const { publisher, is, last } = publish(server.url('/live/whip'));
    await is('live');
    await publisher.stop();
    expect(last()).toEqual({ state: 'stopped' });
    expect(server.of('DELETE')).toMatchObject([
      { path: '/live/resource/7', headers: { authorization: `Bearer ${TOKEN}` } },
    ]);
  });

  it('hears of late candidates by PATCH, until it says that it does not want them', async () => {
    const server = await serve(({ method }, response) =>
      method === 'POST' ? created(response) : response.writeHead(405).end(),
    );
    const { is, say } = publish(server.url());
    await is('live');
    say({ type: 'candidate', candidate: 'candidate:1 1 udp 1 192.0.2.1 1 typ host', mid: '0' });
    say({ type: 'candidate', candidate: null, mid: null });
    await until(() => server.of('PATCH').length > 0, 'the PATCH');
    const [patch] = server.of('PATCH');
    expect(patch?.headers).toMatchObject({
      'content-type': 'application/trickle-ice-sdpfrag',
      'if-match': '"a"',
    });
    expect(patch?.body).toContain('a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\na=end-of-cand');
    await new Promise((resolve) => setTimeout(resolve, 50));
    say({ type: 'candidate', candidate: 'candidate:2 1 udp 1 192.0.2.1 1 typ host', mid: '0' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.of('PATCH')).toHaveLength(1);
  });

  it('restarts ICE when nothing is heard, in the same session', async () => {
    const fragment = 'a=ice-ufrag:fresh\r\na=ice-pwd:0123456789012345678901\r\n';
    const server = await serve(({ method }, response) =>
      method === 'POST' ? created(response) : response.writeHead(200).end(fragment),
    );
    const { is, say, orders, events } = publish(server.url());
    await is('live');
    say({ type: 'state', state: 'disconnected' });
    await until(() => events.length === 3, 'on air again');
    expect(events.map(({ kind }) => kind)).toEqual(['onAir', 'lost', 'back']);
    expect(server.of('POST')).toHaveLength(1);
    expect(server.of('PATCH')).toMatchObject([{ headers: { 'if-match': '"*"' } }]);
    expect(server.of('PATCH')[0]?.body).toContain('a=ice-ufrag:anew');
    const answers = orders.filter(({ type }) => type === 'answer') as { sdp: string }[];
    expect(answers[1]?.sdp).toContain('a=ice-ufrag:fresh');
  });

  it('is made anew where the server cannot restart ICE', async () => {
    const server = await serve(({ method }, response) =>
      method === 'POST' ? created(response) : response.writeHead(501).end(),
    );
    const { is, say, events, publisher } = publish(server.url());
    await is('live');
    say({ type: 'state', state: 'disconnected' });
    await until(() => events.length === 3, 'on air again');
    expect(server.asked.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'DELETE', 'POST']);
    expect(publisher.figures.reconnects).toBe(1);
  });

  it('without media is tried again with the servers that came with the answer', async () => {
    const link =
      '<turn:192.0.2.5>; rel="ice-server"; username="me"; credential="c"; credential-type="password"';
    const server = await serve((_, response) => created(response, { link }));
    const { orders } = publish(server.url(), { connects: false });
    await until(() => orders.filter(({ type }) => type === 'open').length === 2, 'another try');
    expect(orders.filter(({ type }) => type === 'open')).toEqual([
      { type: 'open', iceServers: [] },
      {
        type: 'open',
        iceServers: [{ urls: ['turn:192.0.2.5'], username: 'me', credential: 'c' }],
      },
    ]);
    await until(() => server.of('POST').length === 2, 'the second session');
    expect(server.of('DELETE')).toHaveLength(1);
  });

  it('tells its figures by the statistics of the peer', async () => {
    const server = await serve((_, response) => created(response));
    const { is, say, publisher } = publish(server.url());
    await is('live');
    const stats = {
      ...{ bytesSent: 1_000, videoFramesSent: 10, audioPacketsSent: 10, packetsLost: 0, rttMs: 9 },
      ...{ availableBps: 2e6, targetBps: 1e6, fps: 30, width: 640, height: 360, pliCount: 0 },
    };
    say({ type: 'stats', stats });
    expect(publisher.figures).toMatchObject({
      ...{ videoPacketsSent: 10, rttMs: 9 },
      rung: { kbps: 1_000, fps: 30, width: 640, height: 360 },
    });
  });
});

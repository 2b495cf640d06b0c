import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { RoomInfo } from '../../../common/rooms/room.ts';
import { issueUserSig, type SigKey } from '../../../main/server/identity/userSig.ts';
import { EmbeddedRooms } from '../../../main/services/rooms/embedded.ts';
import { askJson } from '../../../main/services/rooms/http.ts';
import { LiveRoomService } from '../../../main/services/rooms/liveRoom.ts';
import type { RoomPush } from '../../../main/services/rooms/push.ts';
import { askUserSig } from '../../../main/services/rooms/userSig.ts';
import { cleanUp, startTestServer } from '../server/support.ts';
import { plainPage } from './studio.ts';

const servers: Server[] = [];

/** A server that answers everything in one way; gives its origin. */
async function answering(answer: (response: ServerResponse, url: string) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, request.url ?? ''));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(cleanUp);

const info: RoomInfo = {
  ...{ title: 'Show', category: 'music', notice: 'Hello', cover: '' },
  ...{ visibility: 'public', openToPk: false },
};

describe('a service that does not behave', () => {
  const ask = (origin: string, timeoutMs = 10_000) =>
    askJson({ method: 'POST', url: `${origin}/?token=s3cret`, what: 'room', timeoutMs });
  const json = (response: ServerResponse, text: string, status = 200) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);

  test.each([
    ['says nothing', 'TIMEOUT', () => {}],
    ['hangs up', 'DISCONNECTED', (response: ServerResponse) => response.destroy()],
    ['is no service', 'SERVICE', (response: ServerResponse) => json(response, '<html>')],
    ['says a list', 'SERVICE', (response: ServerResponse) => json(response, '[]')],
    [
      'never ends',
      'SERVICE',
      (response: ServerResponse) => json(response, `"${'x'.repeat(5_000_000)}"`),
    ],
    [
      'sends us elsewhere',
      'DISCONNECTED',
      (response: ServerResponse) => response.writeHead(307, { Location: 'http://[::1]:1/' }).end(),
    ],
  ])('%s: %s', async (_, code, answer) => {
    const asked = await ask(await answering(answer), code === 'TIMEOUT' ? 200 : 10_000);
    expect(asked).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(asked)).not.toContain('s3cret');
  });

  test('that is not there is told from one that refuses', async () => {
    const origin = await answering((response) => json(response, '{}'));
    servers[0]?.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await ask(origin)).toMatchObject({ error: { code: 'DISCONNECTED' } });
    expect(await ask('http://nowhere.invalid')).toMatchObject({ error: { code: 'DNS' } });
  });

  test('is not believed: what is malformed is refused, what is long is cut', async () => {
    const login = { token: 'T' };
    const rooms = (answer: object) =>
      answering((response, url) =>
        json(response, JSON.stringify(url.startsWith('/api/login') ? login : answer)),
      ).then((origin) => new EmbeddedRooms({ origin, ownerSecret: 'x', ownerName: () => 'Host' }));
    const list = { category: null, page: 0 };
    expect(await (await rooms({ rooms: 'all', total: 1 })).list(list)).toMatchObject({
      error: { code: 'SERVICE' },
    });
    const many = { rooms: Array.from({ length: 101 }, () => ({})), total: 101 };
    expect((await (await rooms(many)).list(list)).ok).toBe(false);
    const refusal = { error: 'NO_SUCH_CODE', message: 'x' };
    const odd = await answering((response) => json(response, JSON.stringify(refusal), 400));
    const asked = await new EmbeddedRooms({
      ...{ origin: odd, ownerSecret: 'owner-s3cret', ownerName: () => 'Host' },
    }).token();
    expect(asked).toMatchObject({ error: { code: 'SERVICE', detail: { reason: 'HTTP 400' } } });
    expect(JSON.stringify(asked)).not.toContain('owner-s3cret');
  });

  test('a token that is not accepted any more is replaced, once', async () => {
    let logins = 0;
    const origin = await answering((response, url) => {
      if (url === '/api/login') return json(response, JSON.stringify({ token: `T${++logins}` }));
      return logins < 2
        ? json(response, '{"error":"AUTH","message":"expired"}', 401)
        : json(response, '{"rooms":[],"total":0}');
    });
    const rooms = new EmbeddedRooms({ origin, ownerSecret: 'x', ownerName: () => 'Host' });
    expect(await rooms.list({ category: null, page: 0 })).toMatchObject({ value: { total: 0 } });
    expect(logins).toBe(2);
  });
});

/** The push URL that the service has given this person. */
async function streamOf(origin: string, sigKey: SigKey): Promise<string> {
  const ask = async (call: string, body: object) => {
    const url = `${origin}/weapp/live_room/${call}`;
    const answer = await askJson({ method: 'POST', url, what: call, body: { ...body } });
    return answer.ok ? answer.value.value : {};
  };
  const userSig = issueUserSig(sigKey, 'anchor', 3_600);
  const { token } = await ask('login', { userID: 'anchor', userSig });
  const query = `?userID=anchor&token=${String(token)}`;
  return String((await ask(`get_anchor_url${query}`, { userID: 'anchor' })).pushURL);
}

test('RoomService: a room is opened with a UserSig, on air with its push, renamed and closed', async () => {
  const sigKey = { sdkAppId: 1_400_000_001, key: 'k'.repeat(64) };
  const server = await startTestServer({ sigKey, watchFolder: await plainPage() });
  const endpoint = await answering((response) =>
    response.end(JSON.stringify({ userSig: issueUserSig(sigKey, 'anchor', 3_600) })),
  );
  let push: RoomPush | null = null;
  const rooms = new LiveRoomService({
    ...{ baseUrl: `${server.httpUrl}/`, sdkAppId: sigKey.sdkAppId, userId: 'anchor' },
    ...{ userName: () => 'Anchor', userSig: () => askUserSig(endpoint, 'anchor') },
    push: () => push,
  });
  // Nobody stands in it before something is pushed.
  const opened = await rooms.open('room-1', info);
  expect(opened).toMatchObject({ value: { roomId: 'room-1', state: 'unactive' } });
  expect((await rooms.setInfo('room-1', info)).ok).toBe(true);
  push = { url: 'rtmp://push.example/live/nobodys', isLive: true };
  expect(await rooms.beat('room-1')).toMatchObject({ error: { code: 'FORBIDDEN' } });
  push = { url: await streamOf(server.httpUrl, sigKey), isLive: true };
  expect(await rooms.beat('room-1')).toMatchObject({ value: { state: 'active', info } });
  // Again, e.g. after the connection was lost.
  expect((await rooms.open('room-1', info)).ok).toBe(true);
  expect((await rooms.setInfo('room-1', { ...info, title: 'Other' })).ok).toBe(true);
  expect(await rooms.beat('room-1')).toMatchObject({ value: { info: { title: 'Other' } } });
  // Nothing is published into it: nobody else sees it.
  expect(await rooms.list({ category: null, page: 0 })).toEqual({
    ...{ ok: true, value: { rooms: [], total: 0 } },
  });
  expect(await rooms.close('room-1')).toEqual({ ok: true, value: null });
  expect(await rooms.beat('room-1')).toMatchObject({ error: { code: 'ROOM_MISSING' } });
  const strangers = new LiveRoomService({
    ...{ baseUrl: server.httpUrl, sdkAppId: sigKey.sdkAppId, userId: 'other' },
    ...{ userName: () => 'Other', userSig: () => askUserSig(endpoint, 'other'), push: () => null },
  });
  expect(await strangers.open('room-2', info)).toMatchObject({ error: { code: 'AUTH' } });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from './apiClient.ts';
import { type Person, signIn, signInOwner, startRoomServer, tinyPng } from './roomsSupport.ts';
import { cleanUp, publish, type TestServer, tempFolder, until } from './support.ts';

let server: TestServer;
let port: number;
let data: string;
let anna: Person;
let ben: Person;
let owner: Person;

beforeAll(async () => {
  data = await tempFolder();
  server = await startRoomServer({ dataFolder: data });
  port = server.httpPort;
  anna = await signIn(port, 'anna');
  ben = await signIn(port, 'ben', '127.0.0.2');
  owner = await signInOwner(port);
});
afterAll(cleanUp);

const listed = async () =>
  ((await ben.service('get_room_list', { cnt: 20, index: 0 })).rooms as { roomID: string }[]).map(
    ({ roomID }) => roomID,
  );

test('LiveRoom’s order with a real push: url, push, room, anchor, heartbeat; the ban ends it for good', async () => {
  const { pushURL } = await anna.service('get_anchor_url', {});
  const pusher = publish(pushURL, { seconds: 30 });
  const stream = /live\/([^?]+)/.exec(pushURL)?.[1] ?? '';
  await until(
    'the push',
    () => server.services.rooms && server.lines.some((it) => it.includes(`${stream} is being`)),
  );
  expect(await anna.service('create_room', { roomInfo: 'Évening 唱歌' })).toMatchObject({
    code: 0,
  });
  const mine = [...server.services.rooms.all].find(({ ownerId }) => ownerId === 'anna');
  const roomID = mine?.roomId ?? '';
  expect(await listed()).not.toContain(roomID);
  expect(await anna.service('add_anchor', { roomID, userName: 'Anna', pushURL })).toMatchObject({
    code: 0,
  });
  await until('the room is listed', async () => (await listed()).includes(roomID));

  const anchors = await ben.service('get_pushers', { roomID });
  expect(anchors).toMatchObject({
    ...{ code: 0, roomID, roomInfo: 'Évening 唱歌', roomCreator: 'anna' },
    pushers: [{ userID: 'anna', userName: 'Anna' }],
  });
  const head = await call(port, new URL(anchors.mixedPlayURL).pathname, { method: 'HEAD' });
  expect([head.status, head.headers['content-type']]).toEqual([200, 'video/x-flv']);
  expect(await anna.service('anchor_heartbeat', { roomID, roomStatusCode: 0 })).toMatchObject({
    code: 0,
  });
  expect(await ben.service('pusher_heartbeat', { roomID })).toMatchObject({ code: 5 });

  // Who watches, and what is counted by those clients.
  expect(await ben.service('add_audience', { roomID, userInfo: '{"n":"Ben"}' })).toMatchObject({
    code: 0,
  });
  expect((await anna.service('get_audiences', { roomID })).audiences).toEqual([
    { userID: 'ben', userInfo: '{"n":"Ben"}' },
  ]);
  for (const [by, field] of [
    ['inc', 3],
    ['dec', 1],
  ] as const)
    await ben.service('set_custom_field', {
      roomID,
      fieldName: 'likes',
      operation: by,
      value: field,
    });
  expect(
    await ben.service('set_custom_field', {
      roomID,
      fieldName: 'likes',
      operation: 'set',
      value: 0,
    }),
  ).toMatchObject({ code: 5 });
  expect((await ben.service('get_custom_info', { roomID })).custom).toEqual({ likes: 2 });
  const mergeParams = { canvas: { width: 720 } };
  expect(await anna.service('merge_stream', { roomID, mergeParams })).toMatchObject({ code: 0 });

  expect(
    (await call(port, `/api/rooms/${roomID}/ban`, { method: 'POST', token: anna.token })).status,
  ).toBe(403);
  expect(
    (await call(port, `/api/rooms/${roomID}/ban`, { method: 'POST', token: owner.token })).status,
  ).toBe(200);
  expect((await pusher.done).code).not.toBe(0);
  expect(await ben.service('get_anchors', { roomID })).toMatchObject({ code: 1 });
  expect(await anna.service('get_anchor_url', {})).toMatchObject({ code: 7 });
  const again = publish(pushURL, { seconds: 5 });
  expect((await again.done).code).not.toBe(0);
  expect(server.lines.join('\n')).toContain('publish refused, NetStream.Publish.Denied');
  expect(server.lines.join('\n')).not.toMatch(/txSecret|owner-secret/);
});

test('made first: card, cover, private invitation, follow, figures and the summary', async () => {
  const made = await call(port, '/api/rooms', {
    token: owner.token,
    body: { roomId: 'studio-show', info: { title: '<b>Show</b>', category: 'music' } },
  });
  expect(made.json).toMatchObject({
    room: {
      roomId: 'studio-show',
      state: 'unactive',
      title: '<b>Show</b>',
      owner: { name: 'Host' },
    },
    ...{ live: false, stream: 'studio' },
  });
  expect(made.json.pushUrl).toMatch(/^rtmp:\/\/127\.0\.0\.1:\d+\/live\/studio\?txSecret=/);
  expect(await listed()).not.toContain('studio-show');

  const cover = await call(port, '/api/rooms/studio-show/cover', {
    ...{ method: 'PUT', token: owner.token, body: tinyPng },
  });
  expect(cover.json.cover).toMatch(/^\/covers\/[0-9a-f]{40}\.png$/);
  const image = await call(port, cover.json.cover);
  expect([image.status, image.body.equals(tinyPng)]).toEqual([200, true]);
  expect(image.headers).toMatchObject({
    ...{ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' },
    'content-security-policy': "default-src 'none'; sandbox",
  });
  expect(await readdir(join(data, 'covers'))).toHaveLength(1);

  const pusher = publish(made.json.pushUrl, { seconds: 30 });
  await until('the room is listed', async () => (await listed()).includes('studio-show'));
  const page = await call(port, '/api/rooms?category=music&page=1&size=5');
  expect(page.json.rooms[0]).toMatchObject({ roomId: 'studio-show', state: 'active', online: 0 });
  expect(JSON.stringify(page.json)).not.toMatch(/invite|txSecret/);

  const guest = (await call(port, '/api/guest', { body: { name: ' Zoë\u202e ' } })).json;
  expect(guest).toMatchObject({ name: 'Zoë', userId: expect.stringMatching(/^guest-/) });
  const nameFor = async (language: string) => {
    const headers = { 'Accept-Language': language };
    return (await call(port, '/api/guest', { body: {}, headers })).json.name;
  };
  expect(await nameFor('zh-TW,zh;q=0.9,en;q=0.8')).toMatch(/^观众[a-z0-9]{4}$/);
  expect(await nameFor('en-GB,zh;q=0.1')).toMatch(/^Guest [a-z0-9]{4}$/);
  const follow = await call(port, '/api/rooms/studio-show/follow', {
    ...{ method: 'POST', token: guest.token },
  });
  expect(follow.json).toEqual({ following: true, followers: 1 });

  await call(port, '/api/rooms/studio-show', {
    ...{ method: 'PATCH', token: owner.token, body: { visibility: 'private', notice: 'Hello' } },
  });
  expect(await listed()).not.toContain('studio-show');
  expect((await call(port, '/api/rooms/studio-show', { token: guest.token })).status).toBe(404);
  expect((await call(port, '/live/studio.flv', { method: 'HEAD' })).status).toBe(403);
  const mine = (await call(port, '/api/rooms/studio-show', { token: owner.token })).json;
  const invite = new URL(mine.inviteUrl).searchParams.get('invite') ?? '';
  expect(invite.length).toBeGreaterThanOrEqual(20);
  const seen = await call(port, `/api/rooms/studio-show?invite=${invite}`, { token: guest.token });
  expect(seen.json).toMatchObject({ live: true, following: true, room: { notice: 'Hello' } });
  expect(seen.json.inviteUrl).toBeUndefined();
  const play = new URL(seen.json.play.flv);
  expect((await call(port, play.pathname + play.search, { method: 'HEAD' })).status).toBe(200);
  const hls = new URL(seen.json.play.hls);
  const playlist = await call(port, hls.pathname + hls.search);
  expect(playlist.body.toString()).toContain(`invite=${invite}`);

  const stats = await call(port, '/api/rooms/studio-show/stats', { token: owner.token });
  expect(stats.json.stats).toMatchObject({ newFollowers: 1 });
  expect((await call(port, '/api/rooms/studio-show/stats', { token: guest.token })).status).toBe(
    404,
  );
  const closed = await call(port, '/api/rooms/studio-show', {
    ...{ method: 'DELETE', token: owner.token },
  });
  expect(closed.json.summary).toMatchObject({ roomId: 'studio-show', title: '<b>Show</b>' });
  const later = await call(port, '/api/rooms/studio-show/summary', { token: owner.token });
  expect(later.json.summary).toEqual(closed.json.summary);
  await pusher.stop();
});

test('who is logged in gets a UserSig, and the token ends with the logout', async () => {
  const signed = await call(port, '/api/usersig', { ...{ method: 'POST', token: owner.token } });
  expect(signed.json).toMatchObject({ sdkAppId: 1400000001, userId: 'studio' });
  expect((await call(port, '/api/usersig', { method: 'POST' })).status).toBe(401);
  const carl = await signIn(port, 'carl', '127.0.0.3');
  expect(await carl.service('logout')).toMatchObject({ code: 0 });
  expect(await carl.service('get_room_list')).toMatchObject({ code: 7 });
});

test('the figures are for this machine and for the owner', async () => {
  const { body, status } = await call(port, '/metrics');
  expect(status).toBe(200);
  for (const line of [
    /anchor_rooms\{state="active"\} \d/,
    /anchor_database_commits [1-9]/,
    /anchor_http_requests_total\{kind="api",status="2xx"\} \d/,
  ])
    expect(body.toString()).toMatch(line);
  const proxied = { 'x-forwarded-for': '203.0.113.7' };
  expect((await call(port, '/metrics', { headers: proxied })).status).toBe(404);
  expect((await call(port, '/metrics', { headers: proxied, token: anna.token })).status).toBe(404);
  expect((await call(port, '/metrics', { headers: proxied, token: owner.token })).status).toBe(200);
});

test('while shared every call needs the play token or an account', async () => {
  const shared = await startRoomServer({ host: '0.0.0.0', playToken: 'play-token-0123456789' });
  const at = shared.httpPort;
  for (const path of ['/api/rooms', '/covers/x.png', '/api/rooms/x'])
    expect((await call(at, path)).status).toBe(401);
  expect((await call(at, '/api/guest', { body: { name: 'x' } })).status).toBe(401);
  const token = '?token=play-token-0123456789';
  const guest = await call(at, `/api/guest${token}`, { body: { name: 'x' } });
  expect(guest.status).toBe(200);
  expect((await call(at, '/api/rooms', { token: guest.json.token })).status).toBe(200);
  expect((await signIn(at, 'dora', '127.0.0.4')).token).toHaveLength(43);
});

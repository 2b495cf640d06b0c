import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { buildPrograms } from '../../../scripts/build.mjs';
import { call } from '../server/apiClient.ts';
import { sigKey } from '../server/roomsSupport.ts';
import { cleanUp, publish, publishKey, run, tempFolder, until } from '../server/support.ts';
import { Client, linkOf, makeRoom, newGuest } from './support.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await cleanUp();
});

/** The server as it runs alone, over one folder of data. */
async function program() {
  const dist = await tempFolder();
  await buildPrograms(['server', 'databaseThread'], join(dist, 'main'));
  for (const page of ['watch', 'guest']) {
    await mkdir(join(dist, page));
    await writeFile(join(dist, page, 'index.html'), `<!doctype html>${page}`);
  }
  const env = {
    ...process.env,
    ...{ DATA_DIR: join(dist, 'data'), PUSH_KEY: publishKey },
    ...{ SDKAPPID: String(sigKey.sdkAppId), USERSIG_KEY: sigKey.key },
    ...{ STUN_URLS: 'stun:stun.example:3478', TURN_URLS: 'turn:turn.example:3478' },
    TURN_SECRET: 'a-secret-of-coturn',
  };
  return async () => {
    const args = [join(dist, 'main/server.mjs'), '--rtmp-port', '0', '--http-port', '0'];
    const started = run(process.execPath, args, env);
    let printed = '';
    started.child.stdout?.on('data', (data) => (printed += data));
    const port = await until('the server', () => /watch http:\S+?:(\d+)\//.exec(printed)?.[1]);
    return { port: Number(port), stop: started.stop, printed: () => printed };
  };
}

async function hostOf(port: number, room: { roomId: string; host: { token: string } }) {
  const client = new Client(port);
  clients.push(client);
  const joined = await client.join({ roomId: room.roomId, token: room.host.token });
  expect(joined).toMatchObject({ as: 'host' });
  return { client, joined };
}

/** A gift of a viewer, and the results that were said, over the chat as it is on the wire. */
async function inChat(port: number, roomId: string, token: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat`);
  const heard: any[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await new Promise((resolve) => socket.once('open', resolve));
  const ask = async (callId: number, frame: object) => {
    socket.send(JSON.stringify({ call: callId, ...frame }));
    return until('an answer', () => heard.find((it) => it.call === callId));
  };
  const { value } = await ask(1, { op: 'join', roomId, token });
  return {
    results: () =>
      [...value.history, ...heard.flatMap((it) => it.items ?? [])].filter((it) => it.kind === 'pk'),
    give: (giftId: string, count: number) =>
      ask(2, {
        ...{ op: 'send', clientId: 'g1' },
        message: { kind: 'gift', giftId, count, comboId: 'c' },
      }),
    close: () => socket.terminate(),
  };
}

test('kill -9 in the middle of a round: everything goes on, and a result is said once', async () => {
  const start = await program();
  let server = await start();
  const rooms = [await makeRoom(server.port, 'a'), await makeRoom(server.port, 'b')] as const;
  for (const { roomId, host } of rooms) {
    const asked = { body: { roomID: roomId }, token: host.token };
    const query = new URLSearchParams({ userID: host.userID, token: host.token });
    const url = await call(server.port, `/weapp/live_room/get_anchor_url?${query}`, asked);
    publish(url.json.pushURL, { audio: false, size: '160x90', kbps: 100 });
  }
  await until('both are on the air', async () => {
    const states = await Promise.all(
      rooms.map(async ({ roomId }) => (await call(server.port, `/api/rooms/${roomId}`)).json),
    );
    return states.every(({ room }) => room.state === 'active');
  });
  let [a, b] = [await hostOf(server.port, rooms[0]), await hostOf(server.port, rooms[1])];
  const [stun, turn] = typeof a.joined === 'string' ? [] : a.joined.iceServers;
  expect(stun).toEqual({ urls: ['stun:stun.example:3478'] });
  expect(turn).toMatchObject({ urls: ['turn:turn.example:3478'] });
  expect(turn?.username).toMatch(/^\d{10}:a-host$/);
  expect(JSON.stringify(a.client.heard) + server.printed()).not.toContain('a-secret-of-coturn');

  const mia = await newGuest(server.port, 'Mia');
  const { code: guestLink } = await linkOf(server.port, rooms[0]);
  const joining = { roomId: 'a', token: mia.token, guestLink };
  const guest = new Client(server.port);
  clients.push(guest);
  await guest.join(joining);
  await guest.stage('joining');
  const { userId } = mia;
  await a.client.command('host', { do: 'media', userId, up: true });
  expect(await a.client.command('host', { do: 'air', userId, seat: 3 })).toBe(null);

  await a.client.command('pk', { do: 'invite', rooms: ['b'], rules: { penaltySeconds: 600 } });
  const { id: pkId } = await b.client.phase('inviting');
  await b.client.command('pk', { do: 'accept', pkId });
  for (const { client } of [a, b]) await client.command('pk', { do: 'sees', pkId, sees: true });
  await a.client.command('pk', { do: 'start', pkId }, 'start-once');
  await b.client.phase('running');
  const viewer = await newGuest(server.port, 'Viewer');
  const chat = await inChat(server.port, 'b', viewer.token);
  await chat.give('rose', 4);
  const points = () => a.client.pk?.members.map((it) => it.points).join();
  await until('the score', () => points() === '0,40');
  const before = a.client.pkSnapshot;
  const deskRev = a.client.desk?.rev ?? 0;
  await server.stop();
  chat.close();

  server = await start();
  [a, b] = [await hostOf(server.port, rooms[0]), await hostOf(server.port, rooms[1])];
  const after = await until('the PK', () => a.client.pkSnapshot);
  expect(after.rev).toBeGreaterThan(before?.rev ?? 0);
  expect(a.client.pk).toMatchObject({ id: pkId, phase: 'running', round: 1 });
  expect(points()).toBe('0,40');
  // The clock stands until all see each other again.
  expect(a.client.pk?.endsAtMs).toBe(null);
  expect(await a.client.command('pk', { do: 'start', pkId }, 'start-once')).toBe(null);
  for (const { client } of [a, b]) await client.command('pk', { do: 'sees', pkId, sees: true });
  await until('it runs on', () => a.client.pk?.endsAtMs);
  const desk = await until('the desk', () => a.client.desk);
  expect(desk.rev).toBeGreaterThan(deskRev);
  expect(desk.people).toMatchObject([{ userId, stage: 'air', seat: 3 }]);
  const again = new Client(server.port);
  clients.push(again);
  await again.join(joining);
  await again.stage('air');

  await b.client.command('pk', { do: 'leave', pkId });
  await a.client.phase('settling');
  let late = await inChat(server.port, 'a', viewer.token);
  await until('the result', () => late.results().length === 1);
  late.close();
  await server.stop();
  server = await start();
  a = await hostOf(server.port, rooms[0]);
  await until('the PK', () => a.client.pk);
  late = await inChat(server.port, 'a', viewer.token);
  expect(late.results()).toMatchObject([{ pkId, round: 1, winners: ['a'] }]);
  late.close();
  await server.stop();
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryUpload } from '../../../main/cohost/uplink.ts';
import { bestKbps } from '../../../main/server/http/uploadApi.ts';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, type TestServer } from '../server/support.ts';
import { makeRoom, newGuest, type TestRoom } from './support.ts';

let server: TestServer;
let room: TestRoom;
beforeEach(async () => {
  server = await startRoomServer();
  room = await makeRoom(server.httpPort, 'ours');
});
afterEach(cleanUp);

const calmly = { isHarmed: () => false };
const place = () => ({ origin: server.httpUrl, roomId: 'ours', token: room.host.token });

test('what gets there is counted by the server', async () => {
  // A machine without time to spare is a narrow line.
  expect(await tryUpload({ ...place(), ...calmly })).toBeGreaterThan(0);
});

test('where the broadcast suffers it is ended, and nothing is left of the line', async () => {
  let looks = 0;
  expect(await tryUpload({ ...place(), isHarmed: () => ++looks > 5 })).toBe(0);
});

test('it is the owner who may, and not again and again', async () => {
  const guest = await newGuest(server.httpPort, 'somebody');
  expect(await tryUpload({ ...place(), token: guest.token, ...calmly })).toBeNull();
  const ask = (body: Uint8Array<ArrayBuffer>) =>
    fetch(`${server.httpUrl}/api/rooms/ours/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${room.host.token}` },
      body,
    });
  const answers = [];
  for (let call = 0; call < 4; call++) answers.push((await ask(new Uint8Array(1_000))).status);
  expect(answers).toEqual([200, 200, 200, 429]);
});

test('the best stretch counts, and a short one as it is', () => {
  const at = (atMs: number, bytes: number) => ({ atMs, bytes });
  expect(bestKbps([])).toBe(0);
  expect(bestKbps([at(0, 0), at(100, 12_500)])).toBe(1_000);
  expect(bestKbps([at(0, 0), at(400, 50_000), at(800, 150_000), at(1_600, 160_000)])).toBe(2_000);
});

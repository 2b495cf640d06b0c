import { afterEach, expect, test } from 'vitest';
import { call } from '../server/apiClient.ts';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, until } from '../server/support.ts';
import { Client, makeRoom, newGuest } from './support.ts';

afterEach(cleanUp);

test('the figures tell of desks, of people by stage, of PKs by phase and of refused joins by code', async () => {
  const server = await startRoomServer();
  const port = server.httpPort;
  const clients: Client[] = [];
  const at = async (roomId: string) => {
    const room = await makeRoom(port, roomId);
    await server.services.rooms.streamLive(room.stream);
    const client = new Client(port);
    clients.push(client);
    await client.join({ roomId, token: room.host.token });
    return client;
  };
  const anna = await at('annas');
  await at('berts');
  const guest = new Client(port);
  clients.push(guest);
  await guest.join({ roomId: 'annas', token: (await newGuest(port, 'mei')).token });
  expect(await guest.command('guest', { do: 'raise' })).toBeNull();
  const rules = { roundSeconds: 60, penaltySeconds: 0, likePoints: 1 };
  expect(await anna.command('pk', { do: 'invite', rooms: ['berts'], rules })).toBeNull();
  const stranger = new Client(port);
  clients.push(stranger);
  expect(await stranger.join({ roomId: 'annas', token: 'x'.repeat(43) })).toBe('AUTH');
  await until('all of it in the figures', async () => {
    const text = (await call(port, '/metrics')).body.toString();
    return [
      /^anchor_cohost_connections 3$/m,
      /^anchor_cohost_desks 2$/m,
      /^anchor_cohost_people\{stage="asking"\} 1$/m,
      /^anchor_cohost_people\{stage="air"\} 0$/m,
      /^anchor_cohost_pks\{phase="inviting"\} 1$/m,
      /^anchor_cohost_pks\{phase="running"\} 0$/m,
      /^anchor_cohost_refused_joins\{code="AUTH"\} 1$/m,
      /^anchor_cohost_refused_joins\{code="GATE"\} 0$/m,
    ].every((line) => line.test(text));
  });
  for (const client of clients) client.close();
});

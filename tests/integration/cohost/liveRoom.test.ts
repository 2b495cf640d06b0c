import { afterEach, expect, test } from 'vitest';
import { startRoomServer } from '../server/roomsSupport.ts';
import { cleanUp, until } from '../server/support.ts';
import { openChat } from './chat.ts';
import { Client, makeRoom, newGuest } from './support.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await cleanUp();
});

test('an app of LiveRoom asks for the microphone and is answered in its words', async () => {
  const { httpPort: port } = await startRoomServer();
  const room = await makeRoom(port, 'stage');
  const account = await newGuest(port, 'App');
  const [app, other] = [
    await openChat(port, 'stage', account.token),
    await openChat(port, 'stage', (await newGuest(port, 'Eve')).token),
  ];
  ends.push(app.close, other.close);
  const hostId = room.host.userID;
  const linkmic = (data: object) => ({
    cmd: 'linkmic',
    data: { roomID: 'stage', timestamp: Math.floor(Date.now() / 1_000), ...data },
  });
  const request = linkmic({ type: 'request', userID: account.userId, userName: 'App' });
  // Without a host at the desk it goes to the host's own app, which is not there.
  expect(await app.service.direct(hostId, request)).toMatchObject({ ok: false });

  const host = new Client(port);
  ends.push(() => host.close());
  await host.join({ roomId: 'stage', token: room.host.token });
  const stale = linkmic({ type: 'request', userID: account.userId, timestamp: 1_500_000_000 });
  expect((await app.service.direct(hostId, stale)).ok).toBe(true);
  // A name that is not the sender's own is nothing to go by.
  const forged = linkmic({ type: 'request', userID: 'somebody', userName: 'Boss' });
  expect((await app.service.direct(hostId, forged)).ok).toBe(true);
  const asking = await until('the hand', () => host.desk?.people[0]);
  expect(host.desk?.people).toMatchObject([
    { userId: account.userId, name: 'App', way: 'hand', stage: 'asking' },
  ]);
  // Nobody but the host says yes.
  const yes = linkmic({ type: 'response', result: 'accept' });
  await other.service.direct(account.userId, yes);
  const { userId, ticket } = asking;
  expect(await host.command('host', { do: 'accept', userId, ticket, toAir: true })).toBe(null);
  const answer = await until('the answer', () => app.told[0]);
  expect(answer).toMatchObject({
    from: hostId,
    data: { cmd: 'linkmic', data: { type: 'response', result: 'accept', roomID: 'stage' } },
  });
  await host.command('host', { do: 'media', userId, up: true });
  await until('the room is told', () => other.told.length > 0);
  expect(other.told).toEqual([{ from: hostId, data: { cmd: 'notifyPusherChange', data: '' } }]);

  await host.command('host', { do: 'kick', userId });
  await until('put out', () => app.told.find(({ data }) => data.data?.type === 'kickout'));
  await until('the room is told again', () => other.told.length === 2);

  // Asked again, and declined.
  await app.service.direct(hostId, request);
  const again = await until('the hand', () => host.desk?.people[0]);
  await host.command('host', { do: 'decline', userId, ticket: again.ticket });
  const no = await until('the no', () =>
    app.told.find(({ data }) => data.data?.result === 'reject'),
  );
  expect(no.data.data.reason).toBe('declined');
  // Other messages go their way.
  expect((await other.service.direct(account.userId, { hello: 1 })).ok).toBe(true);
  await until('hello', () => app.told.some(({ data }) => data.hello === 1));
});

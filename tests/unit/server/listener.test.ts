import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Listener } from '../../../main/server/listener.ts';

/** Three places; the sockets the server has, in the order they came. */
async function opened(keepsPlace: (socket: Socket) => boolean) {
  const served: Socket[] = [];
  const listener = new Listener({
    name: 'A test',
    create: () => createServer((socket) => void served.push(socket.resume())),
    maxConnections: 3,
    maxPerAddress: 2,
    admit: () => true,
    isProxy: (address) => address === '127.0.0.1',
    keepsPlace,
  });
  expect((await listener.open('127.0.0.1', 0)).ok).toBe(true);
  const clients: Socket[] = [];
  const come = async (localAddress = '127.0.0.1') => {
    const before = served.length;
    const client = connect({ port: listener.port, localAddress });
    clients.push(client.on('error', () => {}).resume());
    await once(client, 'connect');
    while (served.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { listener, served, clients, come };
}

test('who only holds a place gives it up; who has something to send keeps it', async () => {
  const { listener, served, clients, come } = await opened((socket) => socket === served[0]);
  for (let i = 0; i < 5; i++) await come();
  // The first one publishes: the oldest others went.
  expect(served.map(({ destroyed }) => destroyed)).toEqual([false, true, true, false, false]);
  listener.close();
  for (const client of clients) client.destroy();
});

test('without any to give way the last one is turned away, and one network has its share', async () => {
  const { listener, served, clients, come } = await opened(() => true);
  for (let i = 0; i < 4; i++) await come();
  expect(served.map(({ destroyed }) => destroyed)).toEqual([false, false, false, true]);
  for (const client of clients) client.destroy();
  for (const socket of served) if (!socket.destroyed) await once(socket, 'close');
  for (let i = 0; i < 3; i++) await come('127.0.0.2');
  expect(served.slice(4).map(({ destroyed }) => destroyed)).toEqual([false, false, true]);
  listener.close();
  for (const client of clients) client.destroy();
});

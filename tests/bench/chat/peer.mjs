/**
 * A chat server as one would write it with socket.io in a page: rooms, people, messages to all in
 * the room. No database, no limits, no history, no moderation. Tells `{ port }`, and how late its
 * loop is twice a second.
 */
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Server } from 'socket.io';

const server = createServer();
// Pings are left out for the length of a measurement: the clients that only count do not answer them.
const io = new Server(server, {
  transports: ['websocket'],
  perMessageDeflate: false,
  pingInterval: 300_000,
});
let messages = 0;
let likes = 0;

io.on('connection', (socket) => {
  const { room, user } = socket.handshake.auth;
  const from = { userId: user, name: `n-${user}`, avatar: '', role: 'viewer' };
  socket.join(room);
  socket.on('chat', (message) => {
    const id = `m${++messages}`;
    if (message.kind === 'like') likes++;
    io.to(room).emit('chat', { kind: message.kind, id, atMs: Date.now(), from, ...message, likes });
  });
});

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('disconnect', () => process.exit(0));
process.on('message', () => delay.reset());
setInterval(
  () => process.send?.({ loopLateMs: delay.percentile(99) / 1e6, loopWorstMs: delay.max / 1e6 }),
  500,
);
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));

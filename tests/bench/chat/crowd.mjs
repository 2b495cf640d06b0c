/**
 * Some of the viewers, in a process with one thread. `{ load: { seconds } }` makes them write;
 * `{ settle: true }` asks for what they heard. The last of them are a sample that reads everything
 * with the `ws` library and parses it; the others count.
 */
import { WebSocket } from 'ws';
import { ageOf, KINDS, words } from './kinds.mjs';
import { LightSocket } from './lightSocket.mjs';

const job = JSON.parse(process.argv[2] ?? '{}');
const { kindName, port, first, count, rooms, sample, rates, owns } = job;
const kind = KINDS[kindName];
const markers = ['"kind":"gift"', '"kind":"order"', '"error":{'].map((it) => Buffer.from(it));
const CONNECT_AT_ONCE = 40;

/** @type {LightSocket[]} */
const light = [];
/** @type {ReturnType<typeof openSampled>[]} */
const sampled = [];
const sent = { texts: 0, gifts: 0, likes: 0, orders: 0 };
/** Of each room. */
const sentByRoom = Array.from({ length: rooms }, () => ({ gifts: 0, orders: 0 }));
let calls = 0;

const addressOf = (/** @type {number} */ at) => `127.${1 + (at >> 14)}.0.${1 + (at % 200)}`;
const roomOf = (/** @type {number} */ at) => at % rooms;
const userOf = (/** @type {number} */ at) => `u${at}`;

function openLight(/** @type {number} */ at) {
  const socket = new LightSocket({
    ...{ port, path: kind.path, address: addressOf(at), markers },
    onOpen: (it) => it.send(kind.join(`room${roomOf(at)}`, userOf(at))),
  });
  light.push(Object.assign(socket, { room: roomOf(at) }));
}

function openSampled(/** @type {number} */ at, /** @type {string} */ user) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${kind.path}`, {
    localAddress: addressOf(at),
    perMessageDeflate: false,
  });
  const heard = {
    ...{ socket, room: roomOf(at), frames: 0, bytes: 0, texts: 0, gifts: 0, orders: 0, likes: 0 },
    ...{ shed: 0, rejected: 0, outOfOrder: 0, lastSeq: 0, isClosed: false, isOwner: false },
    textMs: /** @type {number[]} */ ([]),
    giftMs: /** @type {number[]} */ ([]),
  };
  socket.on('open', () => socket.send(kind.join(`room${roomOf(at)}`, user)));
  socket.on('close', () => {
    heard.isClosed = true;
  });
  socket.on('error', () => {});
  socket.on('message', (/** @type {Buffer} */ data) => {
    heard.frames++;
    heard.bytes += data.length;
    const { items, likes, shed, rejected } = kind.read(data.toString());
    heard.likes += likes;
    heard.shed += shed;
    if (rejected) heard.rejected++;
    for (const item of items) {
      if (item.seq !== undefined && item.seq <= heard.lastSeq) heard.outOfOrder++;
      heard.lastSeq = item.seq ?? 0;
      if (item.kind === 'text') {
        heard.texts++;
        heard.textMs.push(ageOf(item.text) ?? 0);
      } else if (item.kind === 'gift') {
        heard.gifts++;
        heard.giftMs.push(Date.now() - item.atMs);
      } else if (item.kind === 'order') heard.orders++;
    }
  });
  return heard;
}

const isIn = (/** @type {any} */ it) => it.frames >= kind.framesToJoin;

async function connectAll() {
  const all = () => [...light, ...sampled];
  for (let at = 0; at < count; at++) {
    const who = first + at;
    if (at >= count - sample) sampled.push(openSampled(who, userOf(who)));
    else openLight(who);
    if (at % CONNECT_AT_ONCE === CONNECT_AT_ONCE - 1) {
      while (all().filter((it) => !isIn(it) && !it.isClosed).length > CONNECT_AT_ONCE) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }
  if (owns) sampled.push(Object.assign(openSampled(0, 'owner'), { isOwner: true }));
  while (all().some((it) => !isIn(it) && !it.isClosed)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.send?.({ joined: all().filter((it) => !it.isClosed).length });
}

/** Spreads what is due evenly over the time, each from the next viewer in turn. */
function load(/** @type {number} */ seconds) {
  const began = performance.now();
  const owner = sampled.find((it) => it.isOwner);
  const turns = {
    texts: 0,
    gifts: Math.floor(light.length / 3),
    likes: Math.floor(light.length / 2),
  };
  const next = (/** @type {'texts' | 'gifts' | 'likes'} */ what) => {
    const socket = /** @type {LightSocket & { room: number }} */ (
      light[turns[what]++ % light.length]
    );
    return socket;
  };
  const timer = setInterval(() => {
    const passed = Math.min(seconds, (performance.now() - began) / 1000);
    while (sent.texts < Math.floor(passed * rates.texts)) {
      sent.texts++;
      next('texts').send(kind.text(++calls, words()));
    }
    while (sent.gifts < Math.floor(passed * rates.gifts)) {
      sent.gifts++;
      const socket = next('gifts');
      sentByRoom[socket.room].gifts++;
      socket.send(kind.gift(++calls));
    }
    while (sent.likes < Math.floor(passed * rates.likes)) {
      sent.likes++;
      next('likes').send(kind.like);
    }
    while (kind.order && owner && sent.orders < Math.floor(passed * rates.orders)) {
      sent.orders++;
      sentByRoom[0].orders++;
      owner.socket.send(kind.order(++calls));
    }
    if (passed >= seconds) {
      clearInterval(timer);
      process.send?.({ loaded: true });
    }
  }, 10);
}

function report() {
  process.send?.({
    report: {
      sent,
      sentByRoom,
      light: light.map(({ room, found, frames, bytes, isClosed }) => ({
        ...{ room, frames, bytes, isClosed },
        ...{ gifts: found[0], orders: found[1], errors: found[2] },
      })),
      sampled: sampled.map(({ socket: _, ...it }) => it),
    },
  });
}

process.on('message', (/** @type {any} */ order) => {
  if (order.load) load(order.load.seconds);
  if (order.settle) report();
});
process.on('disconnect', () => process.exit(0));
await connectAll();

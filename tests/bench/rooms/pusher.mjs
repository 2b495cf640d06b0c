import { connect } from 'node:net';

/**
 * A real RTMP publish of next to nothing: a codec header, then a small keyframe a second.
 * The server takes it like any other; what it costs is the connection, not the media.
 */

const CHUNK = 128;
const [COMMAND, VIDEO] = [20, 9];

const name = (/** @type {string} */ value) => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
};
const string = (/** @type {string} */ value) => Buffer.concat([Buffer.from([2]), name(value)]);
const number = (/** @type {number} */ value) => {
  const bytes = Buffer.alloc(9);
  bytes.writeDoubleBE(value, 1);
  return bytes;
};
const nil = Buffer.from([5]);
const object = (/** @type {Record<string, string>} */ fields) =>
  Buffer.concat([
    Buffer.from([3]),
    ...Object.entries(fields).flatMap(([key, value]) => [name(key), string(value)]),
    Buffer.from([0, 0, 9]),
  ]);

/** One message in chunks on chunk stream 3. */
function message(type, payload, streamId, atMs = 0) {
  const header = Buffer.alloc(12);
  header[0] = 3;
  header.writeUIntBE(atMs & 0xffffff, 1, 3);
  header.writeUIntBE(payload.length, 4, 3);
  header[7] = type;
  header.writeUInt32LE(streamId, 8);
  const parts = [header, payload.subarray(0, CHUNK)];
  for (let at = CHUNK; at < payload.length; at += CHUNK)
    parts.push(Buffer.from([0xc3]), payload.subarray(at, at + CHUNK));
  return Buffer.concat(parts);
}

// Baseline 3.0, one parameter set each; nobody decodes it here.
const avcHeader = Buffer.from(
  '17000000000142c01effe1000967 42c01eda0280f684 01000468ce3c80'.replace(/ /g, ''),
  'hex',
);
const keyframe = Buffer.concat([Buffer.from('1701000000', 'hex'), Buffer.alloc(400, 0x65)]);

/**
 * @param {string} url `rtmp://host:port/app/stream?query`
 * @param {string} from the address of this machine that it comes from
 */
export function startPush(url, from) {
  const { hostname, port, pathname, search } = new URL(url);
  const [, app = '', stream = ''] = pathname.split('/');
  const socket = connect({ host: hostname, port: Number(port), localAddress: from });
  let sentMs = 0;
  const send = () => {
    socket.write(message(VIDEO, keyframe, 1, sentMs));
    sentMs += 1_000;
  };
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  socket.on('error', () => clearInterval(timer));
  socket.on('close', () => clearInterval(timer));
  socket.on('data', () => {});
  socket.on('connect', () => {
    socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)]));
    const connectCommand = [string('connect'), number(1), object({ app, tcUrl: 'rtmp://bench' })];
    socket.write(message(COMMAND, Buffer.concat(connectCommand), 0));
    socket.write(message(COMMAND, Buffer.concat([string('createStream'), number(2), nil]), 0));
    const publish = [string('publish'), number(3), nil, string(stream + search), string('live')];
    socket.write(message(COMMAND, Buffer.concat(publish), 1));
    socket.write(message(VIDEO, avcHeader, 1));
    send();
    timer = setInterval(send, 1_000);
  });
  return { stop: () => socket.destroy() };
}

import { connect, createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { createRtmpReader } from './rtmp-reader.mjs';

/**
 * @typedef {object} Arrivals what came through the relay; times are `performance.now()` milliseconds
 * @property {number | null} connectedAt first TCP connection
 * @property {number | null} firstMediaAt first audio or video message, configuration included
 * @property {number | null} firstFrameAt first coded picture
 * @property {{ at: number, timestampMs: number, bytes: number }[]} frames every coded picture
 * @property {number} connections
 */

/**
 * A TCP relay in front of the server that notes when each picture passes. It stands before every
 * contestant alike.
 * @param {number} serverPort
 * @returns {Promise<{ port: number, arrivals: Arrivals, stop: () => Promise<void> }>}
 */
export async function startRelay(serverPort) {
  /** @type {Arrivals} */
  const arrivals = {
    connectedAt: null,
    firstMediaAt: null,
    firstFrameAt: null,
    frames: [],
    connections: 0,
  };
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer((publisher) => {
    arrivals.connectedAt ??= performance.now();
    arrivals.connections++;
    const upstream = connect(serverPort, '127.0.0.1');
    for (const socket of [publisher, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('error', () => {});
    }
    publisher.on('close', () => upstream.end());
    upstream.on('close', () => publisher.end());
    const read = createRtmpReader((seen) => {
      const at = performance.now();
      arrivals.firstMediaAt ??= at;
      if (seen.kind !== 'video' || !seen.isCoded) return;
      arrivals.firstFrameAt ??= at;
      arrivals.frames.push({ at, timestampMs: seen.timestampMs, bytes: seen.bytes });
    });
    publisher.on('data', read);
    publisher.pipe(upstream);
    upstream.pipe(publisher);
  });
  await new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    arrivals,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

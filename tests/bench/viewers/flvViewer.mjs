import { connect } from 'node:net';

/**
 * One HTTP-FLV viewer that reads and counts. A buffer for all of them: what is in it nobody wants.
 * @param {{ port: number, path: string, address: string, shared: Buffer }} options
 */
export function openFlvViewer({ port, path, address, shared }) {
  const viewer = {
    bytes: 0,
    status: 0,
    closed: false,
    socket: connect({
      port,
      host: '127.0.0.1',
      localAddress: address,
      onread: {
        buffer: shared,
        callback(length, buffer) {
          if (viewer.status === 0) viewer.status = Number(buffer.toString('latin1', 9, 12)) || 599;
          viewer.bytes += length;
          return true;
        },
      },
    }),
  };
  viewer.socket.on('error', () => {});
  viewer.socket.on('close', () => {
    viewer.closed = true;
  });
  viewer.socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
  );
  return viewer;
}

import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
/** What most bytes are read into; nobody wants what is in it. */
const shared = Buffer.alloc(256 * 1024);

/**
 * A real WebSocket client that costs next to nothing: it counts bytes and frames, and how often
 * some words are in what comes, and parses no JSON.
 */
export class LightSocket {
  bytes = 0;
  frames = 0;
  isOpen = false;
  isClosed = false;
  /** @type {number[]} how often each marker was there */
  found;

  /**
   * @param {{ port: number, path: string, address: string, markers: Buffer[], onOpen: (socket: LightSocket) => void }} options
   */
  constructor({ port, path, address, markers, onOpen }) {
    this.found = markers.map(() => 0);
    this.markers = markers;
    this.longest = Math.max(...markers.map((it) => it.length)) - 1;
    this.tail = Buffer.alloc(0);
    this.head = Buffer.alloc(0);
    this.skip = 0;
    this.onOpen = onOpen;
    this.socket = connect({
      ...{ port, host: '127.0.0.1', localAddress: address },
      onread: {
        buffer: shared,
        callback: (length, buffer) => {
          this.read(buffer.subarray(0, length));
          return true;
        },
      },
    });
    this.socket.setNoDelay(true);
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.isClosed = true;
    });
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
  }

  /** A masked text frame; a mask of zeros is one, too. */
  send(/** @type {string} */ text) {
    const length = Buffer.byteLength(text);
    const head = length < 126 ? 6 : 8;
    const frame = Buffer.alloc(head + length);
    frame[0] = 0x81;
    frame[1] = 0x80 | (length < 126 ? length : 126);
    if (length >= 126) frame.writeUInt16BE(length, 2);
    frame.write(text, head);
    this.socket.write(frame);
  }

  close() {
    this.socket.destroy();
  }

  read(/** @type {Buffer} */ chunk) {
    if (!this.isOpen) {
      const head = Buffer.concat([this.head, chunk]);
      const end = head.indexOf(HEAD_END);
      this.head = head;
      if (end < 0) return;
      this.head = Buffer.alloc(0);
      if (!head.subarray(0, 12).includes('101')) return this.close();
      this.isOpen = true;
      this.onOpen(this);
      chunk = Buffer.from(head.subarray(end + HEAD_END.length));
      if (chunk.length === 0) return;
    }
    this.bytes += chunk.length;
    this.countMarkers(chunk);
    this.countFrames(chunk);
  }

  countMarkers(/** @type {Buffer} */ chunk) {
    const seam = Buffer.concat([this.tail, chunk.subarray(0, this.longest)]);
    for (let which = 0; which < this.markers.length; which++) {
      const marker = /** @type {Buffer} */ (this.markers[which]);
      for (let at = chunk.indexOf(marker); at >= 0; at = chunk.indexOf(marker, at + 1)) {
        this.found[which]++;
      }
      // One that is cut in two by the reading.
      for (let at = seam.indexOf(marker); at >= 0; at = seam.indexOf(marker, at + 1)) {
        if (at < this.tail.length && at + marker.length > this.tail.length) this.found[which]++;
      }
    }
    const rest = chunk.subarray(-this.longest);
    this.tail = Buffer.from(
      chunk.length >= this.longest
        ? rest
        : Buffer.concat([this.tail, rest]).subarray(-this.longest),
    );
  }

  countFrames(/** @type {Buffer} */ chunk) {
    let at = 0;
    while (at < chunk.length) {
      if (this.skip > 0) {
        const step = Math.min(this.skip, chunk.length - at);
        this.skip -= step;
        at += step;
        continue;
      }
      this.head = Buffer.concat([this.head, chunk.subarray(at, at + 1)]);
      at++;
      const short = this.head.length < 2 ? 0 : /** @type {number} */ (this.head[1]) & 127;
      const need = this.head.length < 2 ? 2 : short === 126 ? 4 : short === 127 ? 10 : 2;
      if (this.head.length < need) continue;
      this.skip =
        short === 126
          ? this.head.readUInt16BE(2)
          : short === 127
            ? Number(this.head.readBigUInt64BE(2))
            : short;
      this.frames++;
      this.head = Buffer.alloc(0);
    }
  }
}

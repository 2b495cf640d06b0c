import { randomBytes } from 'node:crypto';
import { RtmpProtocolError } from './message.ts';

/** RTMP version of the plain protocol (RTMP 1.0, section 5.2.2). */
const VERSION = 3;
const SIZE = 1536;

/** Thrown when the peer does not speak RTMP. */
export class HandshakeError extends RtmpProtocolError {}

/**
 * The client's side of the simple handshake. C1 has a zero version field, so servers
 * that know the digest handshake fall back to the simple one; S2 is not compared
 * with C1, because such servers may still fill it their own way.
 */
export class ClientHandshake {
  #received = Buffer.alloc(0);
  #answered = false;

  /** C0 and C1. */
  begin(): Buffer {
    return Buffer.concat([Buffer.from([VERSION]), Buffer.alloc(8), randomBytes(SIZE - 8)]);
  }

  /**
   * Takes what came from the server. `send` is C2 once S1 is whole; `rest` is what
   * follows S2, and is set when the handshake is done.
   * @throws HandshakeError when S0 is not version 3.
   */
  push(bytes: Uint8Array): { send?: Buffer; rest?: Buffer } {
    this.#received = Buffer.concat([this.#received, bytes]);
    const version = this.#received[0];
    if (version !== undefined && version !== VERSION) {
      throw new HandshakeError(`the server answered with version ${version}, not RTMP version 3`);
    }
    const result: { send?: Buffer; rest?: Buffer } = {};
    if (!this.#answered && this.#received.length >= 1 + SIZE) {
      this.#answered = true;
      result.send = Buffer.from(this.#received.subarray(1, 1 + SIZE));
    }
    if (this.#received.length >= 1 + 2 * SIZE) result.rest = this.#received.subarray(1 + 2 * SIZE);
    return result;
  }
}

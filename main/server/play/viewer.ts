import type { ServerResponse } from 'node:http';
import { limits } from '../limits.ts';
import { BaseSession } from '../nms.ts';

/** One HTTP-FLV viewer. Cut when it reads too slowly: its backlog would grow without bound. */
export class Viewer extends BaseSession {
  readonly joinedAtMs = Date.now();
  private readonly response: ServerResponse;

  /** Where they are; see `networkOf`. */
  readonly network: string;

  /** False for what the host of a room takes in: it watches nothing. */
  readonly isCounted: boolean;

  constructor(response: ServerResponse, network: string, onCut: () => void, isCounted = true) {
    super();
    this.isCounted = isCounted;
    this.network = network;
    this.response = response;
    this.protocol = 'flv';
    this.sendBuffer = (buffer) => {
      if (response.writableEnded || response.destroyed) return;
      if (response.writableLength > limits.play.maxUnreadBytes) {
        onCut();
        response.destroy();
        return;
      }
      this.outBytes += buffer.length;
      response.write(buffer);
    };
    this.close = () => {
      if (this.response.writableEnded) return;
      this.response.end();
      // A viewer that does not read would hold what it has not got for ever.
      setTimeout(() => this.response.destroy(), limits.play.drainMs).unref();
    };
  }

  /** Bytes that wait here because the viewer does not read them. */
  get unreadBytes(): number {
    return this.response.writableLength;
  }
}

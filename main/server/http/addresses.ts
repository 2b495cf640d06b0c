import type { IncomingMessage } from 'node:http';
import { publishUrlOf } from '../publishAuth.ts';
import { mainAnchor, type Room } from '../rooms/room.ts';
import { isHere } from './guards.ts';

/** How long a push URL that is given out is good for, seconds. */
const PUSH_URL_SECONDS = 24 * 3_600;

/** What addresses are made of. */
export type AddressParts = {
  readonly app: string;
  readonly rtmpPort: () => number;
  /** Key of `txSecret`. Secret. */
  readonly publishKey: string;
  readonly playToken: string;
  readonly shared: () => boolean;
  /** Where the world finds this server; empty for wherever it was asked. */
  readonly publicUrl: string;
  readonly secure: boolean;
  /** Of the port with HTTPS beside this one; null where there is none. */
  readonly httpsPort: () => number | null;
  /** What the network calls this machine. */
  readonly lanHost: () => string;
};

export type PlayUrls = { readonly flv: string; readonly hls: string };

/** Addresses as they are given to one caller, by the name it found the server under. */
export class Addresses {
  private readonly parts: AddressParts;
  private readonly base: string;

  /** The request has passed the guard of its `Host`. */
  constructor(parts: AddressParts, request: Pick<IncomingMessage, 'headers'>) {
    this.parts = parts;
    const host = request.headers.host ?? '127.0.0.1';
    this.base = parts.publicUrl || `${parts.secure ? 'https' : 'http'}://${host}`;
  }

  /** Holds a secret. */
  push(stream: string): string {
    const { app, rtmpPort, publishKey } = this.parts;
    return publishUrlOf({
      host: new URL(this.base).hostname,
      ...{ rtmpPort: rtmpPort(), app, streamName: stream, key: publishKey },
      expiresAtSeconds: Date.now() / 1000 + PUSH_URL_SECONDS,
    });
  }

  /** Of what viewers of a room see; null while nobody stands in it. */
  play(room: Room): PlayUrls | null {
    const anchor = mainAnchor(room);
    if (!anchor) return null;
    return { flv: this.flv(room, anchor.stream), hls: this.media(room, anchor.stream, 'm3u8') };
  }

  flv(room: Room, stream: string): string {
    return this.media(room, stream, 'flv');
  }

  /** The viewer's page; with the room's secret it is the invitation to a private room. */
  watch(room: Room, withInvite: boolean): string {
    return `${this.base}/room/${room.roomId}${this.query(room, withInvite)}`;
  }

  /**
   * The page of guests, with the code of a link: over HTTPS where there is, for phones. Holds a secret,
   * which is in no log of a server or proxy: browsers keep what is after `#` to themselves.
   */
  guest(roomId: string, code: string): string {
    const query = this.parts.shared()
      ? `?${new URLSearchParams({ token: this.parts.playToken })}`
      : '';
    return `${this.guestBase()}/guest/${roomId}${query}#link=${code}`;
  }

  private guestBase(): string {
    const { httpsPort, publicUrl, lanHost } = this.parts;
    const port = httpsPort();
    if (publicUrl || port === null) return this.base;
    const { hostname } = new URL(this.base);
    return `https://${isHere(hostname) ? lanHost() : hostname}:${port}`;
  }

  private media(room: Room, stream: string, end: string): string {
    return `${this.base}/${this.parts.app}/${stream}.${end}${this.query(room, true)}`;
  }

  private query(room: Room, withInvite: boolean): string {
    const query = new URLSearchParams();
    if (this.parts.shared()) query.set('token', this.parts.playToken);
    if (withInvite && room.info.visibility === 'private') query.set('invite', room.invite);
    return query.size > 0 ? `?${query}` : '';
  }
}

import { maskUrl } from '../../common/live/mask.ts';
import type { DestinationFigures, DestinationStatus } from '../../common/live/telemetry.ts';
import type { PacketSink } from '../../common/media/packet.ts';
import { err, type Result } from '../../common/result.ts';
import { RtmpPublisher } from './rtmp/index.ts';

/** Sends the programme to one destination; reconnects by itself. */
export type Publisher = PacketSink & {
  start(): void;
  /** Tries at once instead of at the next planned time. */
  retryNow(): void;
  /** The machine has a network again: tries at once. */
  networkUp(): void;
  /** Sends what waits, takes leave of the server and closes; never rejects. */
  stop(): Promise<unknown>;
  readonly figures: DestinationFigures;
};

export type PublisherOptions = {
  /** Holds the stream key: for the server only. */
  readonly url: string;
  onStatus(status: DestinationStatus): void;
  onKeyframeWanted(): void;
  /** The first media packet of this publisher has been handed to a socket. */
  onFirstPacket(): void;
};

/** Makes the publisher a URL asks for. Errors: `URL_INVALID`. */
export type CreatePublisher = (options: PublisherOptions) => Result<Publisher>;

/** The protocols there are, by URL scheme. */
export type PublisherTable = Readonly<Record<string, (options: PublisherOptions) => Publisher>>;

/** Chooses from a table by the scheme of the URL. */
export const publisherFrom =
  (table: PublisherTable): CreatePublisher =>
  (options) => {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(options.url)?.[1]?.toLowerCase() ?? '';
    const create = Object.hasOwn(table, scheme) ? table[scheme] : undefined;
    if (create) return { ok: true, value: create(options) };
    return err(
      'URL_INVALID',
      `cannot push to ${maskUrl(options.url)}: use ${Object.keys(table).join(':// or ')}://`,
      { url: maskUrl(options.url) },
    );
  };

/** The only place that knows every protocol. */
export const createPublisher: CreatePublisher = publisherFrom({
  rtmp: (options) => new RtmpPublisher(options),
  rtmps: (options) => new RtmpPublisher(options),
});

import type { DestinationOrder, FromWhipPeer, ToWhipPeer } from '../../common/ipc/output.ts';
import type { DeliveryEvent } from '../../common/live/delivery.ts';
import type { Rung } from '../../common/live/ladder.ts';
import { maskUrl } from '../../common/live/mask.ts';
import type { DestinationFigures, DestinationStatus } from '../../common/live/telemetry.ts';
import type { PacketSink, VideoCodec } from '../../common/media/packet.ts';
import { err, type Result } from '../../common/result.ts';
import { FileDestination } from './file/index.ts';
import type { PictureWish } from './lanePlan.ts';
import type { RecorderOptions } from './recorder/index.ts';
import { RtmpPublisher } from './rtmp/index.ts';
import { WhipPublisher } from './whip/index.ts';

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
  /** The codecs of the picture that it can take now; H.264 where absent. */
  readonly codecs?: readonly VideoCodec[];
  /** False for one that gets its picture another way: it has no lane. */
  readonly takesPackets?: boolean;
  /** Other URLs, and another token where there is one, from the next connection on. */
  renew?(url: string, backupUrl: string | null, token: string | null): void;
  /** Cuts its cable for so long; tells `drillBegan` and `drillEnded`. */
  drill?(seconds: number): void;
  /** What the person chose for the picture: the most that is asked for. */
  setChosen?(chosen: Rung): void;
  /** What the picture is encoded at for it from now on. */
  encodedAt?(rung: Rung): void;
};

/** The way to the stage for one destination whose connection lives there (WHIP). */
export type StageLink = {
  send(message: ToWhipPeer): void;
  /** Called with each message of the stage for this destination; returns an unsubscribe. */
  onMessage(listener: (message: FromWhipPeer) => void): () => void;
  /** Called when another stage process has taken over: nothing of before is left there. */
  onReplaced(listener: () => void): () => void;
};

/** What a publisher is made of. */
export type PublisherOptions = {
  readonly id: string;
  /** Holds the stream key and the token: for the server only. */
  readonly order: DestinationOrder;
  readonly stage: StageLink;
  /** Makes a recording an ordinary MP4. */
  readonly finishRecording?: RecorderOptions['finish'];
  /** Takes log lines, free of secrets. */
  readonly log?: (line: string) => void;
  onStatus(status: DestinationStatus): void;
  onKeyframeWanted(): void;
  /** The first media packet of this publisher has been handed to a socket. */
  onFirstPacket(): void;
  /** Another picture is asked for. */
  onPicture(wish: PictureWish): void;
  onDelivery(event: DeliveryEvent): void;
};

/** Makes the publisher that an order asks for. Errors: `URL_INVALID`. */
export type CreatePublisher = (options: PublisherOptions) => Result<Publisher>;

/** How to make each kind, and the URL schemes that it takes; none where the URL is a path. */
export type PublisherTable = Readonly<
  Partial<
    Record<
      DestinationOrder['kind'],
      {
        readonly schemes: readonly string[] | null;
        readonly create: (options: PublisherOptions) => Publisher;
      }
    >
  >
>;

/** Chooses from a table by the kind, and checks the URL's scheme. */
export const publisherFrom =
  (table: PublisherTable): CreatePublisher =>
  (options) => {
    const { kind, url } = options.order;
    const entry = table[kind];
    const schemes = entry ? entry.schemes : [];
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? '';
    if (entry && (schemes === null || schemes.includes(scheme))) {
      return { ok: true, value: entry.create(options) };
    }
    const use = (schemes ?? []).map((name) => `${name}://`).join(' or ') || 'another kind';
    return err('URL_INVALID', `cannot push to ${maskUrl(url)}: use ${use}`, { url: maskUrl(url) });
  };

/** The only place that knows every protocol. */
export const publisherTable: PublisherTable = {
  rtmp: {
    schemes: ['rtmp', 'rtmps'],
    create: ({ order, ...options }) => new RtmpPublisher({ ...options, ...order }),
  },
  whip: {
    schemes: ['https', 'http'],
    create: ({ order, ...options }) => new WhipPublisher({ ...options, ...order }),
  },
  file: { schemes: null, create: (options) => new FileDestination(options) },
};

export const createPublisher: CreatePublisher = publisherFrom(publisherTable);

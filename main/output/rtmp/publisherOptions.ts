import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import type { VideoCodec } from '../../../common/media/packet.ts';
import type { PictureWish } from '../lanePlan.ts';
import type { QueueBounds } from './packetQueue.ts';
import type { TlsOptions } from './transport.ts';

export type RtmpPublisherOptions = {
  /** Push URL with its key. Never logged. */
  readonly url: string;
  /** Takes over when the first cannot be reached. */
  readonly backupUrl?: string | null;
  /** Preferred; H.264 is sent where the server does not take it. Default `h264`. */
  readonly codec?: VideoCodec;
  /** Follow the link with the picture; see `setChosen`. Default false. */
  readonly adaptive?: boolean;
  /** The studio's own server: a connection that it closes at once was lost, not refused. Default false. */
  readonly own?: boolean;
  readonly onStatus: (status: DestinationStatus) => void;
  /** A keyframe is needed for the picture to begin, or to go on after a cut. */
  readonly onKeyframeWanted: () => void;
  /** The first media packet has been handed to the socket. */
  readonly onFirstPacket?: () => void;
  /** Another picture is asked for: another codec, or by the link. */
  readonly onPicture?: (wish: PictureWish) => void;
  readonly onDelivery?: (event: DeliveryEvent) => void;
  /** Takes log lines, free of secrets. */
  readonly log?: (line: string) => void;
  readonly tls?: TlsOptions;
  readonly queue?: QueueBounds;
  /** Name, TCP, TLS, handshake and publish together, ms. Default 10_000; with a backup 4_000. */
  readonly connectTimeoutMs?: number;
  /** The same while reconnecting, ms: short, so that a network that is back is used soon. Default 4_000. */
  readonly reconnectTimeoutMs?: number;
  /** Silence that counts as a stall, ms; see `StallWatch`. */
  readonly stallMs?: number;
};

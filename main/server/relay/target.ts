import type { RelayOrder } from '../../../common/ipc/server.ts';
import type { DestinationFigures, DestinationStatus } from '../../../common/live/telemetry.ts';
import type { AudioFormat, EncodedPacket, VideoFormat } from '../../../common/media/packet.ts';
import { RtmpPublisher } from '../../output/rtmp/index.ts';
import type { LiveStream } from '../hub.ts';
import { limits } from '../limits.ts';
import type { MediaSink } from '../media/flvReader.ts';
import { Tap } from '../media/tap.ts';

export type RelayReport = {
  readonly id: string;
  readonly stream: string;
  readonly status: DestinationStatus;
  /** Null before the first try. */
  readonly figures: DestinationFigures | null;
};

/**
 * Sends one stream on to one RTMP server while it is published here. Has a queue, a connection and
 * reconnects of its own, so that none waits for another; nobody is there to press a button, so a
 * first connect that failed is tried again, too.
 */
export class RelayTarget implements MediaSink {
  readonly order: RelayOrder;
  private readonly tell: (report: RelayReport) => void;
  private readonly log: (line: string) => void;
  private readonly tap: Tap;
  private stream: LiveStream | null = null;
  private publisher: RtmpPublisher | null = null;
  private graceTimer: NodeJS.Timeout | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private failures = 0;

  constructor(order: RelayOrder, tell: (report: RelayReport) => void, log: (line: string) => void) {
    this.order = order;
    this.tell = tell;
    this.log = log;
    this.tap = new Tap(this);
  }

  began(stream: LiveStream): void {
    clearTimeout(this.graceTimer);
    this.detach();
    this.publisher ??= this.startPublisher();
    this.stream = stream;
    stream.join(this.tap);
  }

  ended(): void {
    this.detach();
    if (!this.publisher) return;
    // One that comes back soon goes on over the same connection.
    this.graceTimer = setTimeout(() => void this.stopPublisher(), limits.relay.graceMs).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.graceTimer);
    this.detach();
    await this.stopPublisher();
  }

  setFormat(format: VideoFormat | AudioFormat): void {
    this.publisher?.setFormat(format);
  }

  write(packet: EncodedPacket): void {
    this.publisher?.write(packet);
  }

  // Times go on over a gap; the far side sees a pause, as it would of the publisher's own.
  restarted(): void {}
  jumped(): void {}

  private detach(): void {
    if (!this.stream) return;
    this.stream.leave(this.tap);
    this.stream = null;
    this.tap.restart();
  }

  private startPublisher(): RtmpPublisher {
    const publisher = new RtmpPublisher({
      url: this.order.url,
      onStatus: (status) => this.changed(status),
      // The publisher here cannot be asked; its next keyframe comes by itself.
      onKeyframeWanted: () => {},
      log: (line) => this.log(`relay: ${this.order.stream} to ${line}`),
      queue: { mediaUs: limits.relay.queueUs, bytes: limits.relay.queueBytes },
    });
    publisher.start();
    return publisher;
  }

  private async stopPublisher(): Promise<void> {
    clearTimeout(this.retryTimer);
    const { publisher } = this;
    this.publisher = null;
    this.failures = 0;
    await publisher?.stop();
  }

  private changed(status: DestinationStatus): void {
    const { id, stream } = this.order;
    this.tell({ id, stream, status, figures: this.publisher?.figures ?? null });
    if (status.state === 'live') this.failures = 0;
    if (status.state !== 'failed') return;
    const { retryMs } = limits.relay;
    const waitMs = retryMs[Math.min(this.failures++, retryMs.length - 1)];
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.publisher?.retryNow(), waitMs).unref();
  }
}

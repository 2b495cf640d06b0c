import type { DeliveryEvent, DeliveryEventKind } from '../../../common/live/delivery.ts';
import type {
  DestinationFigures,
  DestinationStatus,
  RecordingStatus,
} from '../../../common/live/telemetry.ts';
import type {
  EncodedPacket,
  ExtraFormat,
  ExtraPacket,
  PacketSink,
  TrackFormat,
} from '../../../common/media/packet.ts';
import type { StudioError } from '../../../common/result.ts';
import { Recorder, type RecorderOptions } from '../recorder/index.ts';

export type FileDestinationOptions = {
  readonly order: { /** Path of the file. */ readonly url: string };
  readonly finishRecording?: RecorderOptions['finish'];
  onStatus(status: DestinationStatus): void;
  onFirstPacket(): void;
  onKeyframeWanted(): void;
  onDelivery(event: DeliveryEvent): void;
};

/** A file as a destination: a recording of its own, whose failure is its own. */
export class FileDestination implements PacketSink {
  readonly #options: FileDestinationOptions;
  readonly #formats = new Map<string, TrackFormat | ExtraFormat>();
  #recorder: Recorder | null = null;
  #everLive = false;
  #failed = false;
  #stopped: Promise<void> | null = null;
  #anyWritten = false;

  constructor(options: FileDestinationOptions) {
    this.#options = options;
  }

  get figures(): DestinationFigures {
    const recorder = this.#recorder;
    const { videoFrames = 0, audioFrames = 0, bytes = 0 } = recorder?.figures ?? {};
    return {
      connectMs: this.#everLive ? 0 : -1,
      packetsSent: videoFrames + audioFrames,
      videoPacketsSent: videoFrames,
      audioPacketsSent: audioFrames,
      bytesSent: bytes,
      bytesAcknowledged: bytes,
      dropped: recorder?.dropped ?? 0,
      reconnects: 0,
      offAirMs: 0,
      sendBps: 0,
      queueMs: 0,
      ackedBps: -1,
      rttMs: -1,
      rung: null,
    };
  }

  start(): void {
    this.#failed = false;
    this.#options.onStatus({ state: 'connecting' });
    const recorder = new Recorder({
      finish: this.#options.finishRecording,
      onStatus: (status) => this.#recorder === recorder && this.#follow(status),
    });
    this.#recorder = recorder;
    for (const format of this.#formats.values()) give(recorder, format);
    void recorder.start(this.#options.order.url);
  }

  /** Only after a failure: a file needs no network. */
  retryNow(): void {
    if (this.#failed && !this.#stopped) this.start();
  }

  networkUp(): void {}

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  setFormat(format: TrackFormat): void {
    this.#formats.set(format.track, format);
    this.#recorder?.setFormat(format);
  }

  setExtraFormat(format: ExtraFormat): void {
    this.#formats.set(format.track, format);
    this.#recorder?.setExtraFormat(format);
  }

  write(packet: EncodedPacket): void {
    if (this.#recorder?.status.state !== 'recording') return;
    this.#recorder.write(packet);
    if (this.#anyWritten) return;
    this.#anyWritten = true;
    this.#options.onFirstPacket();
  }

  writeExtra(packet: ExtraPacket): void {
    this.#recorder?.writeExtra(packet);
  }

  async #stop(): Promise<void> {
    await this.#recorder?.stop();
    if (this.#failed) return;
    this.#say('stopped');
    this.#options.onStatus({ state: 'stopped' });
  }

  #follow(status: RecordingStatus): void {
    if (status.state === 'recording') {
      this.#everLive = true;
      this.#say('onAir');
      this.#options.onStatus({ state: 'live' });
      this.#options.onKeyframeWanted();
    } else if (status.state === 'failed') {
      this.#failed = true;
      this.#say('failed', status.error);
      this.#options.onStatus({ state: 'failed', error: status.error });
    }
  }

  #say(kind: DeliveryEventKind, error?: StudioError): void {
    this.#options.onDelivery({ atEpochMs: Date.now(), kind, ...(error && { error }) });
  }
}

function give(recorder: Recorder, format: TrackFormat | ExtraFormat): void {
  if (format.track === 'video' || format.track === 'audio') recorder.setFormat(format);
  else recorder.setExtraFormat(format);
}

import type { Socket } from 'node:net';
import type { Hub, LiveStream } from '../hub.ts';
import { limits } from '../limits.ts';
import { type AVPacket, RtmpSession } from '../nms.ts';
import { judgePublish, streamNamePattern } from '../publishAuth.ts';
import { GuardedRtmp, type PublishAnswer, RtmpViolation } from './guardedRtmp.ts';

/** AMF0 string `@setDataFrame`: an instruction to the server that is no part of the stored tag. */
const setDataFrame = Buffer.from('\x02\x00\x0d@setDataFrame', 'latin1');
const onMetaData = Buffer.from('\x02\x00\x0aonMetaData', 'latin1');
const AUDIO = 8;
const AUDIO_HEADER = 0;
const METADATA = 5;
/** Acknowledged at least this often, whatever larger window the publisher allows. */
const ACKNOWLEDGE_BYTES = 128 * 1024;

const refused = (code: string, description: string): PublishAnswer => ({
  accepted: false,
  code: `NetStream.Publish.${code}`,
  description,
});

/** One RTMP connection: may publish one stream, once, with a valid secret. Never throws into the server. */
export class IngestSession extends RtmpSession {
  private stream: LiveStream | null = null;
  private ended = false;
  private lastAcknowledged = 0;
  private lastDataAtMs = Date.now();
  private readonly options: {
    readonly hub: Hub;
    readonly app: string;
    readonly publishKey: string;
    /** True for streams that are banned, whatever their secret. */
    readonly isRefused: (name: string) => boolean;
    /** It has shown that it may, and does. */
    readonly onPublish: (socket: Socket) => void;
    readonly log: (line: string) => void;
    /** Of connections that this side ends. */
    readonly logClosed: (line: string) => void;
  };

  constructor(socket: Socket, options: IngestSession['options']) {
    super(socket);
    this.options = options;
    const session = this;
    this.rtmp = new GuardedRtmp({
      publish: (app, name, query) => this.judge(app, name, query),
      get publishing() {
        return session.stream !== null;
      },
    });
    this.onPacket = (packet) => this.publishPacket(packet);
    this.onData = (data) => this.parse(data);
    this.onClose = () => this.closed();
    this.onError = () => {};
    this.close = () => this.end('closed by the server');
    socket.setNoDelay(true);
    const deadline = setTimeout(() => {
      if (!this.stream) this.end('no publish in time');
    }, limits.rtmp.publishWithinMs);
    socket.on('close', () => clearTimeout(deadline));
    // Frees the name at once, for a publisher that comes back before the close is through.
    socket.on('end', () => this.closed());
    socket.setTimeout(limits.rtmp.idleMs, () => this.end('silent for too long'));
    const runBase = this.run;
    this.run = () => {
      runBase();
      this.rtmp.onOutputCallback = (buffer) => this.reply(buffer);
    };
  }

  /** Milliseconds since the peer last sent anything. */
  get silentMs(): number {
    return Date.now() - this.lastDataAtMs;
  }

  private parse(data: Buffer): void {
    if (this.ended) return;
    this.inBytes += data.length;
    this.lastDataAtMs = Date.now();
    if (!this.stream && this.inBytes > limits.rtmp.maxBytesBeforePublish) {
      this.end('too much data before publish');
      return;
    }
    try {
      const problem = this.rtmp.parserData(data);
      if (problem !== null) this.end('unreadable data');
    } catch (error) {
      // Anything a parser trips over is the peer's doing; only this connection pays for it.
      this.end(error instanceof RtmpViolation ? error.message : 'unreadable data');
    }
    this.acknowledge();
  }

  /** The library never sends Acknowledgement (RTMP 1.0, 5.4.3), which publishers count on. */
  private acknowledge(): void {
    const every = Math.max(4096, Math.min((this.rtmp.ackSize ?? Infinity) / 2, ACKNOWLEDGE_BYTES));
    if (this.ended || !this.stream || this.inBytes - this.lastAcknowledged < every) return;
    this.lastAcknowledged = this.inBytes;
    this.rtmp.sendACK(this.inBytes % 2 ** 32);
  }

  private reply(buffer: Buffer): void {
    if (this.socket.writableLength > limits.rtmp.maxUnreadBytes) this.socket.destroy();
    else if (this.socket.writable) this.socket.write(buffer);
  }

  private judge(app: string, name: string, query: URLSearchParams): PublishAnswer {
    const answer = this.admit(app, name, query);
    if (!answer.accepted) this.end(`publish refused, ${answer.code}`);
    return answer;
  }

  private admit(app: string, name: string, query: URLSearchParams): PublishAnswer {
    const { hub, publishKey, log } = this.options;
    if (app !== this.options.app || !streamNamePattern.test(name)) {
      return refused('BadName', 'No such application or stream name.');
    }
    const verdict = judgePublish(publishKey, name, query, Date.now());
    if (verdict !== 'allowed') {
      const why = verdict === 'expired' ? 'txTime has passed' : 'txSecret is missing or wrong';
      return refused('Denied', `${why}; get a new push URL.`);
    }
    if (this.options.isRefused(name)) return refused('Denied', 'This stream is banned.');
    const stream = hub.publish(name, this);
    if (!stream) return refused('BadName', 'The stream is already being published.');
    this.stream = stream;
    this.options.onPublish(this.socket);
    log(`ingest: stream ${name} is being published`);
    return { accepted: true };
  }

  private publishPacket(packet: AVPacket): void {
    // The library hands over its whole buffer, with what an earlier message left in it.
    packet.data = packet.data.subarray(0, packet.size);
    // It takes what it does not know (an unknown codec, say) for an audio header.
    if (packet.flags === AUDIO_HEADER && packet.codec_type !== AUDIO) return;
    if (packet.flags === METADATA) {
      if (packet.data.indexOf(setDataFrame) === 0) {
        packet.data = packet.data.subarray(setDataFrame.length);
        packet.size = packet.data.length;
      }
      // Any other data message would replace the metadata that later viewers get.
      if (packet.data.indexOf(onMetaData) !== 0) return;
    }
    this.stream?.write(packet);
  }

  private end(why: string): void {
    if (this.ended) return;
    this.ended = true;
    this.options.logClosed(`ingest: connection closed: ${why}`);
    this.releaseStream();
    // After the reply that may still be written in this turn.
    setImmediate(() => this.socket.end());
    setTimeout(() => this.socket.destroy(), 1000).unref();
  }

  private closed(): void {
    this.ended = true;
    this.releaseStream();
  }

  private releaseStream(): void {
    if (!this.stream) return;
    this.options.log(`ingest: stream ${this.stream.name} ended`);
    this.options.hub.ended(this.stream);
    this.stream = null;
  }
}

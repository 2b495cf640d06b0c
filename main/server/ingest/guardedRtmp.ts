import { limits } from '../limits.ts';
import { type InvokeMessage, Rtmp } from '../nms.ts';

const SET_CHUNK_SIZE = 1;
const WINDOW_ACKNOWLEDGEMENT_SIZE = 5;
/** User Control events (RTMP 1.0, 7.1.7). */
const PING_REQUEST = 6;
const PING_RESPONSE = 7;
const AUDIO = 8;
const VIDEO = 9;
const AMF3_DATA = 15;
const AMF0_DATA = 18;

/** A peer broke the protocol or a bound; the connection must go. The text holds numbers only. */
export class RtmpViolation extends Error {}

/** What the session decides when a peer wants to publish or play. */
export type RtmpRequests = {
  /** `query` is the part of the stream name after `?`; holds a secret. */
  publish(app: string, name: string, query: URLSearchParams): PublishAnswer;
  readonly publishing: boolean;
};

export type PublishAnswer =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly code: string; readonly description: string };

/** node-media-server's RTMP parser with bounds on what a peer can make it hold, and a say before `Publish.Start`. */
export class GuardedRtmp extends Rtmp {
  private readonly requests: RtmpRequests;

  constructor(requests: RtmpRequests) {
    super();
    this.requests = requests;
    // A megabyte per connection that only its FLV ingest would use.
    this.flv = null;
  }

  override packetParse(): void {
    super.packetParse();
    if (this.inPackets.size > limits.rtmp.maxChunkStreams) {
      throw new RtmpViolation(`more than ${limits.rtmp.maxChunkStreams} chunk streams`);
    }
  }

  override packetAlloc(): void {
    const { length, type } = this.parserPacket.header;
    const most = this.mostBytesOf(type);
    if (length > most) {
      throw new RtmpViolation(`message type ${type} of ${length} bytes, at most ${most}`);
    }
    super.packetAlloc();
    let held = 0;
    for (const packet of this.inPackets.values()) held += packet.capacity;
    if (held > limits.rtmp.maxBufferedBytes) {
      throw new RtmpViolation(`message buffers of ${held} bytes`);
    }
  }

  private mostBytesOf(type: number): number {
    if (!this.requests.publishing) return limits.rtmp.maxCommandBytes;
    if (type === VIDEO) return limits.rtmp.maxVideoBytes;
    if (type === AUDIO) return limits.rtmp.maxAudioBytes;
    return limits.rtmp.maxDataBytes;
  }

  override packetHandler(): void {
    const { type, length } = this.parserPacket.header;
    const isMedia = type === AUDIO || type === VIDEO || type === AMF0_DATA || type === AMF3_DATA;
    // The parser reads up to five bytes of a media message without asking for its length.
    if (isMedia && (!this.requests.publishing || length < (type === VIDEO ? 5 : 2))) return;
    // The library would take AMF3 data for an audio header.
    if (type === AMF3_DATA) return;
    super.packetHandler();
  }

  override controlHandler(): void {
    const { type, length } = this.parserPacket.header;
    if (type !== SET_CHUNK_SIZE && type !== WINDOW_ACKNOWLEDGEMENT_SIZE) return;
    if (length < 4) throw new RtmpViolation(`control message ${type} of ${length} bytes`);
    const value = this.parserPacket.payload.readUInt32BE();
    if (type === SET_CHUNK_SIZE && (value < 1 || value > 0xffffff)) {
      throw new RtmpViolation(`chunk size ${value}`);
    }
    super.controlHandler();
  }

  /** The library leaves these unanswered; a publisher measures its link by the answers to its pings. */
  eventHandler(): void {
    const { header, payload } = this.parserPacket;
    if (!this.requests.publishing || header.length < 6) return;
    if (payload.readUInt16BE() !== PING_REQUEST) return;
    // One chunk of type 0 on chunk stream 2: six bytes of User Control.
    const answer = Buffer.from('020000000000060400000000000000000000', 'hex');
    answer.writeUInt16BE(PING_RESPONSE, 12);
    payload.copy(answer, 14, 2, 6);
    this.onOutputCallback(answer);
  }

  override onPublish(message: InvokeMessage): void {
    if (this.requests.publishing) throw new RtmpViolation('publish while publishing');
    const [name = '', query = ''] = String(message.streamName ?? '').split('?', 2);
    this.streamName = name;
    this.streamId = this.parserPacket.header.stream_id;
    const answer = this.requests.publish(
      String(this.streamApp ?? ''),
      name,
      new URLSearchParams(query),
    );
    if (answer.accepted) this.respondPublish();
    else this.sendStatusMessage(this.streamId, 'error', answer.code, answer.description);
  }

  /** Viewers come by HTTP, where a token can be asked for. */
  override onPlay(): void {
    this.sendStatusMessage(
      this.parserPacket.header.stream_id,
      'error',
      'NetStream.Play.Failed',
      'Play over HTTP-FLV instead.',
    );
    throw new RtmpViolation('play over RTMP');
  }
}

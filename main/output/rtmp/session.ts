import type { Socket } from 'node:net';
import type { VideoCodec } from '../../../common/media/packet.ts';
import type { ErrorCode, StudioError } from '../../../common/result.ts';
import { AckCounter, AckSender } from './acks.ts';
import { type EcmaArray, encodeAmf0 } from './amf0.ts';
import { ChunkReader } from './chunkReader.ts';
import { ChunkWriter } from './chunkWriter.ts';
import {
  type Command,
  codecsOf,
  connectCommand,
  plainCommand,
  readCommand,
  reconnectAskedBy,
  statusOf,
} from './commands.ts';
import { type ConnectPhase, rtmpError, socketError } from './errors.ts';
import { ClientHandshake, HandshakeError } from './handshake.ts';
import {
  messageType,
  type RtmpMessage,
  RtmpProtocolError,
  readUint32,
  uint32Payload,
  userEvent,
} from './message.ts';
import { ReceiveAllowance } from './receiveAllowance.ts';
import { SocketWriter } from './socketWriter.ts';
import type { LinkView } from './stallWatch.ts';
import type { RtmpTarget } from './url.ts';

/** Our chunk size, bytes: pings come between the chunks of a large frame. OBS Studio's value, so servers know it. */
const CHUNK_SIZE = 4_096;
/** We ask to be acknowledged this often, bytes: several times a second at 3 Mbit/s. */
const ACK_WINDOW = 64 * 1024;
/** Answers (to pings, mostly) that may wait for a server that does not read them. */
const MAX_WAITING_ANSWERS = 256;
/** Chunk streams: 2 is the protocol's own, the others are free. */
const csid = { control: 2, command: 3, audio: 4, data: 5, video: 6, stream: 8 } as const;

export type SessionEvents = {
  /** `NetStream.Publish.Start`: media may be sent. */
  onPublished(): void;
  /** The socket has room again. */
  onWritable(): void;
  /** The server acknowledged this many more bytes, and so many in all on this connection. */
  onAcknowledged(bytes: number, inAll: number): void;
  /** The server answered the ping of this name. */
  onPong(name: number): void;
  /**
   * The server is about to go, or wants us elsewhere: connect anew at the next keyframe (E-RTMP v2,
   * "Reconnect Request"). `tcUrl` is the server's word, see `reconnectTarget`.
   */
  onReconnectAsked?(tcUrl: string | null): void;
  /** The connection is over, once. Not called after `end` or `abort`. */
  onClosed(error: StudioError): void;
};

/** One RTMP connection that publishes one stream, over an opened socket. Owns the socket from then on. */
export class RtmpSession {
  #codecs: readonly VideoCodec[] = ['h264'];
  readonly #target: RtmpTarget;
  readonly #socket: Socket;
  readonly #events: SessionEvents;
  readonly #handshake = new ClientHandshake();
  readonly #reader = new ChunkReader();
  readonly #chunks = new ChunkWriter();
  readonly #writer: SocketWriter;
  readonly #acks = new AckCounter();
  readonly #ackSender = new AckSender();
  #phase: ConnectPhase = 'handshake';
  #over = false;
  #cut = false;
  #received = 0;
  readonly #allowance = new ReceiveAllowance();
  #waitingAnswers = 0;
  #transaction = 0;
  #connectTransaction = -1;
  #createTransaction = -1;
  #publishTransaction = -1;
  #streamId = 0;

  constructor(target: RtmpTarget, socket: Socket, events: SessionEvents) {
    this.#target = target;
    this.#socket = socket;
    this.#events = events;
    this.#writer = new SocketWriter(socket, () => {
      if (!this.#over) events.onWritable();
    });
    socket.on('data', (bytes) => this.#onData(bytes));
    socket.on('error', (cause) => this.#close(socketError(target, this.#phase, cause)));
    socket.on('end', () => this.#close(socketError(target, this.#phase)));
    socket.on('close', () => this.#close(socketError(target, this.#phase)));
    this.#writer.write(this.#handshake.begin());
  }

  /** The codecs that the server takes; H.264 alone until it has answered `connect`. */
  get codecs(): readonly VideoCodec[] {
    return this.#codecs;
  }

  get phase(): ConnectPhase {
    return this.#phase;
  }

  /** True while media goes straight to the socket. */
  get writable(): boolean {
    return this.#writer.idle;
  }

  /** For `StallWatch`. */
  get link(): LinkView {
    const { sentBytes, offeredBytes } = this.#writer;
    return {
      sentBytes,
      waitingBytes: offeredBytes - sentBytes,
      receivedBytes: this.#received,
      ackGapBytes: this.#acks.largestGap,
    };
  }

  /** Bytes offered to the connection so far. */
  get offeredBytes(): number {
    return this.#writer.offeredBytes;
  }

  /** Bytes of these that are on their way, or have arrived: a place in the connection's one count of bytes. */
  get handedBytes(): number {
    return this.#writer.handedBytes;
  }

  /** Nothing goes on its way beyond this place, but for pings. */
  limit(handedBytes: number): void {
    this.#writer.limit(handedBytes);
  }

  /**
   * Asks the server for an answer (User Control, Ping Request: RTMP 1.0, 7.1.7), behind everything
   * that is on its way. Servers ask it of clients; many answer it as well.
   */
  ping(name: number): void {
    const payload = Buffer.alloc(6);
    payload.writeUInt16BE(userEvent.pingRequest);
    payload.writeUInt32BE(name >>> 0, 2);
    this.#control(messageType.userControl, payload);
  }

  /** Cuts the cable: nothing is read, written or closed until it is mended. */
  cutCable(): void {
    this.#cut = true;
    this.#writer.hold();
    this.#socket.pause();
  }

  mendCable(): void {
    if (!this.#cut) return;
    this.#cut = false;
    if (this.#over) {
      this.#socket.destroy();
      return;
    }
    this.#socket.resume();
    this.#writer.letGo();
  }

  /** Sends an FLV tag body. `onSent`: the system's socket has taken it all. */
  sendMedia(
    track: 'audio' | 'video',
    timestampMs: number,
    body: Uint8Array,
    onSent?: () => void,
  ): void {
    const message: RtmpMessage = {
      type: messageType[track],
      streamId: this.#streamId,
      timestamp: timestampMs,
      payload: body,
    };
    const cuts: number[] = [];
    const bytes = this.#chunks.write(csid[track], message, cuts);
    this.#writer.write(bytes, onSent, cuts);
  }

  /** Sends `onMetaData` for the server to keep for later viewers. */
  sendMetadata(timestampMs: number, metadata: EcmaArray): void {
    const payload = encodeAmf0('@setDataFrame', 'onMetaData', metadata);
    this.#send(csid.data, messageType.data, this.#streamId, payload, timestampMs);
  }

  /**
   * Ends cleanly: FCUnpublish, deleteStream, everything flushed, socket closed by both sides.
   * After `timeoutMs` the socket is dropped. Resolves true when all of it was flushed and closed in time.
   */
  end(timeoutMs: number): Promise<boolean> {
    if (this.#over || this.#socket.destroyed) {
      this.abort();
      return Promise.resolve(false);
    }
    if (this.#phase === 'live') {
      this.#command(csid.command, 0, 'FCUnpublish', this.#target.streamName);
      this.#command(csid.command, 0, 'deleteStream', this.#streamId);
    }
    this.#over = true;
    this.#writer.limit(Number.POSITIVE_INFINITY);
    return new Promise((resolve) => {
      let clean = true;
      const timer = setTimeout(() => {
        clean = false;
        this.#socket.destroy();
      }, timeoutMs);
      this.#socket.once('close', (hadError: boolean) => {
        clearTimeout(timer);
        const { offeredBytes, sentBytes } = this.#writer;
        resolve(clean && !hadError && offeredBytes === sentBytes);
      });
      this.#writer.whenSent(() => this.#socket.end());
    });
  }

  /** Drops the connection at once, without a word. */
  abort(): void {
    this.#over = true;
    if (!this.#cut) this.#socket.destroy();
  }

  #close(error: StudioError): void {
    if (this.#over) return;
    this.abort();
    this.#events.onClosed(error);
  }

  #fail(code: ErrorCode, reason?: string): void {
    this.#close(rtmpError(this.#target, code, reason));
  }

  #onData(bytes: Buffer): void {
    if (this.#over) return;
    this.#received += bytes.length;
    if (!this.#allowance.take(performance.now(), bytes.length))
      return this.#fail('PROTOCOL', 'Flood');
    try {
      if (this.#phase === 'handshake') this.#shake(bytes);
      else this.#read(bytes);
    } catch (error) {
      if (!(error instanceof RtmpProtocolError)) throw error;
      this.#fail(error instanceof HandshakeError ? 'HANDSHAKE' : 'PROTOCOL');
    }
  }

  #shake(bytes: Buffer): void {
    const { send, rest } = this.#handshake.push(bytes);
    if (send) this.#writer.write(send);
    if (!rest) return;
    this.#phase = 'connect';
    this.#writer.write(this.#chunks.setChunkSize(CHUNK_SIZE));
    this.#connectTransaction = ++this.#transaction;
    this.#send(
      csid.command,
      messageType.command,
      0,
      connectCommand(this.#transaction, this.#target),
    );
    if (rest.length > 0) this.#read(rest);
  }

  #read(bytes: Uint8Array): void {
    for (const message of this.#reader.push(bytes)) {
      if (this.#over) return;
      this.#take(message);
    }
    const sequence = this.#ackSender.receive(bytes.length);
    if (sequence !== null && !this.#over) {
      this.#answer(messageType.acknowledgement, uint32Payload(sequence));
    }
  }

  #take(message: RtmpMessage): void {
    const value = readUint32(message.payload);
    switch (message.type) {
      case messageType.acknowledgement: {
        const gained = this.#acks.take(value ?? 0, this.#writer.offeredBytes);
        if (gained > 0) this.#events.onAcknowledged(gained, this.#acks.total);
        return;
      }
      case messageType.windowAckSize:
        if (value) this.#ackSender.windowBytes = value;
        return;
      case messageType.setPeerBandwidth:
        // Asks for our window size where it differs; ours stays small so that a silent link shows.
        this.#answer(messageType.windowAckSize, uint32Payload(ACK_WINDOW));
        return;
      case messageType.userControl:
        this.#userControl(message.payload);
        return;
      default: {
        const command = readCommand(message);
        if (command) this.#obey(command);
      }
    }
  }

  #userControl(payload: Uint8Array): void {
    if (payload.length < 6) return;
    const event = ((payload[0] ?? 0) << 8) + (payload[1] ?? 0);
    if (event === userEvent.pingResponse) {
      return this.#events.onPong(readUint32(payload.subarray(2)) ?? 0);
    }
    if (event !== userEvent.pingRequest) return;
    const answer = Buffer.from(payload.subarray(0, 6));
    answer.writeUInt16BE(userEvent.pingResponse);
    this.#answer(messageType.userControl, answer);
  }

  #obey(command: Command): void {
    const { level, code } = statusOf(command);
    if (command.name === '_result') this.#onResult(command);
    else if (command.name === '_error') this.#onError(command.transaction, code);
    else if (command.name === 'close') this.#fail('DISCONNECTED');
    else if (command.name !== 'onStatus') return;
    else if (code === 'NetStream.Publish.Start' && this.#phase === 'publish') {
      this.#phase = 'live';
      this.#events.onPublished();
    } else if (level === 'error') {
      this.#fail('AUTH', code);
    } else {
      const asked = reconnectAskedBy(command);
      if (asked && this.#phase === 'live') this.#events.onReconnectAsked?.(asked.tcUrl);
    }
  }

  #onResult(command: Command): void {
    if (command.transaction === this.#connectTransaction && this.#phase === 'connect') {
      this.#phase = 'publish';
      this.#codecs = codecsOf(command);
      this.#control(messageType.windowAckSize, uint32Payload(ACK_WINDOW));
      const { streamName } = this.#target;
      this.#command(csid.command, 0, 'releaseStream', streamName);
      this.#command(csid.command, 0, 'FCPublish', streamName);
      this.#createTransaction = this.#command(csid.command, 0, 'createStream');
    } else if (command.transaction === this.#createTransaction && this.#streamId === 0) {
      const streamId = command.args[0];
      if (typeof streamId !== 'number' || !(streamId >= 1 && streamId <= 0xffffffff)) {
        return this.#fail('PROTOCOL', 'createStream');
      }
      this.#streamId = Math.floor(streamId);
      this.#publishTransaction = this.#command(
        csid.stream,
        this.#streamId,
        'publish',
        this.#target.streamName,
        'live',
      );
    }
  }

  /** `releaseStream` and `FCPublish` may fail (many servers do not know them); the others may not. */
  #onError(transaction: number, code: string): void {
    const needed = [this.#connectTransaction, this.#createTransaction, this.#publishTransaction];
    if (this.#phase !== 'live' && needed.includes(transaction))
      this.#fail('AUTH', code || undefined);
  }

  /** Sends a command and returns its transaction id. */
  #command(
    stream: number,
    streamId: number,
    name: string,
    ...args: readonly (string | number)[]
  ): number {
    const transaction = ++this.#transaction;
    this.#send(stream, messageType.command, streamId, plainCommand(name, transaction, ...args));
    return transaction;
  }

  /** Answers the server; one that asks on and on and reads nothing must not fill our memory. */
  #answer(type: number, payload: Uint8Array): void {
    if (++this.#waitingAnswers > MAX_WAITING_ANSWERS) {
      return this.#fail('PROTOCOL', 'UnreadAnswers');
    }
    this.#control(type, payload, () => this.#waitingAnswers--);
  }

  /** None overtakes another: their headers say what changed. */
  #control(type: number, payload: Uint8Array, onSent?: () => void): void {
    const message = { type, streamId: 0, timestamp: 0, payload };
    this.#writer.writeBetween(this.#chunks.write(csid.control, message), onSent);
  }

  #send(stream: number, type: number, streamId: number, payload: Uint8Array, timestamp = 0): void {
    this.#writer.write(this.#chunks.write(stream, { type, streamId, timestamp, payload }));
  }
}

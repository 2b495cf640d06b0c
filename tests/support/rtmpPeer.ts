import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import {
  type AmfObject,
  type AmfValue,
  decodeAmf0,
  encodeAmf0,
} from '../../main/output/rtmp/amf0.ts';
import { ChunkReader } from '../../main/output/rtmp/chunkReader.ts';
import { ChunkWriter } from '../../main/output/rtmp/chunkWriter.ts';
import { messageType, type RtmpMessage, uint32Payload } from '../../main/output/rtmp/message.ts';

export type PeerBehaviour = {
  /** Answers `publish` with this code; `NetStream.Publish.Start` by default, null for no answer. */
  readonly publishCode?: string | null;
  /** The server's properties in its answer to `connect`. */
  readonly properties?: AmfObject;
  /** Acknowledges each time this many bytes have come. Never by default. */
  readonly ackEveryBytes?: number;
  /** Called for each message; may answer or stop reading. */
  readonly onMessage?: (message: RtmpMessage, peer: PeerConnection) => void;
};

/** One connection to the peer. */
export class PeerConnection {
  readonly socket: Socket;
  readonly messages: RtmpMessage[] = [];
  readonly commands: string[] = [];
  readonly #behaviour: PeerBehaviour;
  readonly #writer = new ChunkWriter();
  readonly #reader = new ChunkReader({ maxMessageBytes: 16 * 1024 * 1024 });
  #greeted = Buffer.alloc(0);
  #shaken = false;
  #received = 0;
  #acked = 0;

  constructor(socket: Socket, behaviour: PeerBehaviour) {
    this.socket = socket;
    this.#behaviour = behaviour;
    socket.on('error', () => {});
    socket.on('data', (bytes) => this.#onData(bytes));
  }

  send(type: number, payload: Uint8Array, streamId = 0): void {
    this.socket.write(this.#writer.write(3, { type, streamId, timestamp: 0, payload }));
  }

  #onData(bytes: Buffer): void {
    this.#received += bytes.length;
    if (this.#shaken) return this.#read(bytes);
    const before = this.#greeted.length;
    this.#greeted = Buffer.concat([this.#greeted, bytes]);
    const c1 = this.#greeted.subarray(1, 1537);
    if (before < 1537 && this.#greeted.length >= 1537) {
      this.socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(1536, 7), c1]));
    }
    if (this.#greeted.length < 3073) return;
    this.#shaken = true;
    this.#read(this.#greeted.subarray(3073));
  }

  #read(bytes: Buffer): void {
    for (const message of this.#reader.push(bytes)) {
      this.messages.push(message);
      if (message.type === messageType.command) this.#answer(message);
      this.#behaviour.onMessage?.(message, this);
    }
    const every = this.#behaviour.ackEveryBytes;
    if (every && this.#received - this.#acked >= every) {
      this.#acked = this.#received;
      this.send(messageType.acknowledgement, uint32Payload(this.#received));
    }
  }

  #answer(message: RtmpMessage): void {
    const [name, transaction = 0] = decodeAmf0(message.payload) as [string, number];
    this.commands.push(name);
    const reply = (...values: readonly AmfValue[]) =>
      this.send(messageType.command, encodeAmf0(...values));
    if (name === 'connect') {
      reply('_result', transaction, this.#behaviour.properties ?? {}, {
        level: 'status',
        code: 'NetConnection.Connect.Success',
      });
    } else if (name === 'releaseStream') {
      reply('_error', transaction, null, { level: 'error', code: 'NetConnection.Call.Failed' });
    } else if (name === 'createStream') {
      reply('_result', transaction, null, 1);
    } else if (name === 'publish') {
      const code = this.#behaviour.publishCode ?? 'NetStream.Publish.Start';
      if (this.#behaviour.publishCode === null) return;
      reply('onStatus', 0, null, { level: code.endsWith('Start') ? 'status' : 'error', code });
    }
  }
}

/** A small RTMP server that behaves as told, for what a real one cannot be made to do. */
export class RtmpPeer {
  readonly port: number;
  readonly connections: PeerConnection[] = [];
  readonly #server: Server;

  private constructor(server: Server, behaviour: PeerBehaviour) {
    this.#server = server;
    this.port = (server.address() as { port: number }).port;
    server.on('connection', (socket) => {
      this.connections.push(new PeerConnection(socket, behaviour));
    });
  }

  static async listen(behaviour: PeerBehaviour = {}): Promise<RtmpPeer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RtmpPeer(server, behaviour);
  }

  get url(): string {
    return `rtmp://127.0.0.1:${this.port}/live/key`;
  }

  /** The newest connection. */
  get last(): PeerConnection {
    const connection = this.connections[this.connections.length - 1];
    if (!connection) throw new Error('nobody has connected');
    return connection;
  }

  async close(): Promise<void> {
    for (const { socket } of this.connections) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

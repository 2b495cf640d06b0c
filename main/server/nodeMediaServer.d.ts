/** The parts of node-media-server 4.4.3 (which ships no types) that the embedded server builds on. */

declare module 'node-media-server/src/core/logger.js' {
  const logger: { log(message: unknown, level?: string): void };
  export default logger;
}

declare module 'node-media-server/src/session/base_session.js' {
  export default class BaseSession {
    readonly id: string;
    ip: string;
    protocol: string;
    streamPath: string;
    inBytes: number;
    outBytes: number;
    sendBuffer: (buffer: Buffer) => void;
    close: () => void;
  }
}

declare module 'node-media-server/src/protocol/flv.js' {
  export default class Flv {
    static createHeader(hasAudio: boolean, hasVideo: boolean): Buffer;
  }
}

declare module 'node-media-server/src/server/broadcast_server.js' {
  import type BaseSession from 'node-media-server/src/session/base_session.js';
  export type AVPacket = {
    codec_type: number;
    /** 0 audio header, 1 audio, 2 video header, 3 key frame, 4 inter frame, 5 metadata, 6 other. */
    flags: number;
    dts: number;
    pts: number;
    size: number;
    data: Buffer;
  };
  export default class BroadcastServer {
    constructor(streamPath: string);
    publisher: BaseSession | null;
    readonly subscribers: Map<string, BaseSession>;
    flvHeader: Buffer;
    flvAudioHeader: Buffer | null;
    flvVideoHeader: Buffer | null;
    flvGopCache: Set<Buffer> | null;
    rtmpGopCache: Set<Buffer> | null;
    postPlay: (session: BaseSession) => string | null;
    donePlay: (session: BaseSession) => void;
    postPublish: (session: BaseSession) => string | null;
    broadcastMessage: (packet: AVPacket) => void;
  }
}

declare module 'node-media-server/src/protocol/rtmp.js' {
  import type { AVPacket } from 'node-media-server/src/server/broadcast_server.js';
  export type InvokeMessage = {
    cmd?: unknown;
    transId?: unknown;
    cmdObj?: unknown;
    streamName?: unknown;
  };
  export default class Rtmp {
    /** 3 once both sides of the handshake are through. */
    handshakeState: number;
    inChunkSize: number;
    ackSize?: number;
    streamApp?: unknown;
    streamName?: unknown;
    streamId?: number;
    parserPacket: {
      header: { cid: number; length: number; type: number; stream_id: number };
      payload: Buffer;
      capacity: number;
    };
    inPackets: Map<number, { capacity: number }>;
    flv: unknown;
    onPacketCallback: (packet: AVPacket) => void;
    onOutputCallback: (buffer: Buffer) => void;
    parserData(buffer: Buffer): string | null;
    packetParse(): void;
    packetAlloc(): void;
    packetHandler(): void;
    controlHandler(): void;
    onPublish(message: InvokeMessage): void;
    onPlay(message: InvokeMessage): void;
    respondPublish(): void;
    sendACK(size: number): void;
    sendStatusMessage(streamId: number, level: string, code: string, description: string): void;
  }
}

declare module 'node-media-server/src/session/rtmp_session.js' {
  import type { Socket } from 'node:net';
  import type Rtmp from 'node-media-server/src/protocol/rtmp.js';
  import type { AVPacket } from 'node-media-server/src/server/broadcast_server.js';
  import type BaseSession from 'node-media-server/src/session/base_session.js';
  export default class RtmpSession extends BaseSession {
    constructor(socket: Socket);
    socket: Socket;
    rtmp: Rtmp;
    run: () => void;
    onPacket: (packet: AVPacket) => void;
    onData: (data: Buffer) => void;
    onClose: () => void;
    onError: (error: Error) => void;
  }
}

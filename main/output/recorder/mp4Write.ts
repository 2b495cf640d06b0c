import type { FileHandle } from 'node:fs/promises';
import {
  EncodedAudioPacketSource,
  type EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputAudioTrack,
  type InputVideoTrack,
  type EncodedPacket as MediaPacket,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
} from 'mediabunny';
import { writeFully } from './appendFile.ts';

/** Bytes gathered before each write. */
const WRITE_BYTES = 1 << 20;

/** So many packets of one track, from `first` on; from its beginning where that is not given. */
export type Piece = {
  readonly track: InputVideoTrack | InputAudioTrack;
  readonly sink: EncodedPacketSink;
  readonly first?: MediaPacket;
  readonly packets: number;
};

export type Mp4Options = {
  /** What is time zero of the pieces, s. Default 0. */
  readonly zeroSeconds?: number;
  /** Hears how many bytes of packets have been written. */
  readonly onBytes?: (done: number) => void;
};

/**
 * Writes the packets as they are into an ordinary MP4, its index in front, and syncs it; the caller
 * closes the file. Rejects with the system's error.
 */
export async function writeMp4(
  handle: FileHandle,
  pieces: readonly Piece[],
  { zeroSeconds = 0, onBytes = () => undefined }: Mp4Options = {},
): Promise<void> {
  const writable = new WritableStream<StreamTargetChunk>({
    write: (chunk) => writeFully(handle, chunk.data, chunk.position),
  });
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'reserve' }),
    target: new StreamTarget(writable, { chunked: true, chunkSize: WRITE_BYTES }),
  });
  const copies = await Promise.all(pieces.map((piece) => copyOf(piece, output)));
  await output.start();
  let done = 0;
  await interleaved(copies, zeroSeconds, (bytes) => onBytes((done += bytes)));
  await output.finalize();
  await handle.sync();
}

type Copy = {
  readonly packets: AsyncGenerator<MediaPacket, void, unknown>;
  left: number;
  add(packet: MediaPacket): Promise<void>;
};

async function copyOf({ track, sink, first, packets }: Piece, output: Output): Promise<Copy> {
  const base = { packets: sink.packets(first), left: packets };
  if (track.isVideoTrack()) {
    const decoderConfig = await track.getDecoderConfig();
    const source = new EncodedVideoPacketSource('avc');
    output.addVideoTrack(source, {
      maximumPacketCount: packets,
      ...(decoderConfig ? { decoderConfig } : {}),
    });
    return { ...base, add: (packet) => source.add(packet) };
  }
  const decoderConfig = await (track as InputAudioTrack).getDecoderConfig();
  const source = new EncodedAudioPacketSource('aac');
  output.addAudioTrack(source, {
    maximumPacketCount: packets,
    ...(decoderConfig ? { decoderConfig } : {}),
    ...(track.name ? { name: track.name } : {}),
  });
  return { ...base, add: (packet) => source.add(packet) };
}

/** Copies the tracks side by side in time, as a player reads them; time begins at `zeroSeconds`. */
async function interleaved(
  copies: readonly Copy[],
  zeroSeconds: number,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const nextOf = async (copy: Copy) =>
    (copy.left-- > 0 ? await copy.packets.next() : await copy.packets.return()).value;
  const next = await Promise.all(copies.map(nextOf));
  for (;;) {
    let earliest = -1;
    for (const [index, packet] of next.entries()) {
      const best = next[earliest];
      if (packet && (!best || packet.timestamp < best.timestamp)) earliest = index;
    }
    const copy = copies[earliest];
    const packet = next[earliest];
    if (!copy || !packet) return;
    const moved = zeroSeconds === 0 ? packet : shifted(packet, zeroSeconds);
    await copy.add(moved);
    onBytes(packet.byteLength);
    next[earliest] = await nextOf(copy);
  }
}

const shifted = (packet: MediaPacket, bySeconds: number): MediaPacket =>
  packet.clone({ timestamp: packet.timestamp - bySeconds });

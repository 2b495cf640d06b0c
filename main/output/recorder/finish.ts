import { open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  type EncodedPacket as MediaPacket,
  MP4,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
} from 'mediabunny';
import { err, ok, type Result } from '../../../common/result.ts';
import { writeFully } from './appendFile.ts';
import { diskError, diskFull, freeBytes, freePath, MIN_FREE_BYTES } from './disk.ts';

/** Bytes gathered before each write. */
const WRITE_BYTES = 1 << 20;

/** A recording made into an ordinary MP4. */
export type FinishedFile = { readonly file: string; readonly bytes: number };

/**
 * Makes the fragmented `source` an ordinary MP4 with its index in front, at `file`, or beside it
 * under a numbered name if something has come to be there. `source` is removed once the new file
 * is safe on disk, and left as it is on any failure.
 */
export async function finishRecording(source: string, file: string): Promise<Result<FinishedFile>> {
  const temporary = `${file}.finishing`;
  try {
    const { size } = await stat(source);
    if ((await freeBytes(file)) < size + MIN_FREE_BYTES / 2)
      return { ok: false, error: diskFull(file) };
    await remux(source, temporary);
    const { size: bytes } = await stat(temporary);
    const free = await finalName(file);
    await rename(temporary, free);
    await syncFolder(free);
    await unlink(source);
    return ok({ file: free, bytes });
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    if ((error as NodeJS.ErrnoException)?.code) return { ok: false, error: diskError(error, file) };
    return err('INTERNAL', `cannot finish ${source}: ${String(error)}; it is kept and playable`, {
      file: source,
    });
  }
}

/** `file` itself unless something has come to be there since the recording started. */
async function finalName(file: string): Promise<string> {
  const taken = await stat(file).catch(() => null);
  return taken ? freePath(file, '', 2) : file;
}

async function remux(source: string, target: string): Promise<void> {
  const handle = await open(target, 'w');
  const input = new Input({ source: new FilePathSource(source), formats: [MP4] });
  try {
    const writable = new WritableStream<StreamTargetChunk>({
      write: (chunk) => writeFully(handle, chunk.data, chunk.position),
    });
    const output = new Output({
      format: new Mp4OutputFormat({ fastStart: 'reserve' }),
      target: new StreamTarget(writable, { chunked: true, chunkSize: WRITE_BYTES }),
    });
    const video = await input.getPrimaryVideoTrack();
    const sounds = await input.getAudioTracks();
    const copies: Copy[] = [];
    if (video) copies.push(await copyVideo(video, output));
    for (const sound of sounds) {
      const copy = await copyAudio(sound, output);
      if (copy) copies.push(copy);
    }
    await output.start();
    await copyInterleaved(copies);
    await output.finalize();
    await handle.sync();
  } finally {
    input.dispose();
    await handle.close();
  }
}

type Copy = {
  readonly packets: AsyncGenerator<MediaPacket, void, unknown>;
  add(packet: MediaPacket): Promise<void>;
};

async function countPackets(sink: EncodedPacketSink): Promise<number> {
  let count = 0;
  for await (const _ of sink.packets(undefined, undefined, { metadataOnly: true })) count += 1;
  return count;
}

async function copyVideo(track: InputVideoTrack, output: Output): Promise<Copy> {
  const sink = new EncodedPacketSink(track);
  const decoderConfig = await track.getDecoderConfig();
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source, {
    maximumPacketCount: await countPackets(sink),
    ...(decoderConfig ? { decoderConfig } : {}),
  });
  return { packets: sink.packets(), add: (packet) => source.add(packet) };
}

async function copyAudio(track: InputAudioTrack, output: Output): Promise<Copy | null> {
  const sink = new EncodedPacketSink(track);
  const count = await countPackets(sink);
  const decoderConfig = await track.getDecoderConfig();
  if (count === 0 || !decoderConfig) return null;
  const source = new EncodedAudioPacketSource('aac');
  output.addAudioTrack(source, {
    maximumPacketCount: count,
    decoderConfig,
    ...(track.name ? { name: track.name } : {}),
  });
  return { packets: sink.packets(), add: (packet) => source.add(packet) };
}

/** Copies the tracks side by side in time, as a player reads them. */
async function copyInterleaved(copies: readonly Copy[]): Promise<void> {
  const next = await Promise.all(copies.map(async (copy) => (await copy.packets.next()).value));
  for (;;) {
    let earliest = -1;
    for (const [index, packet] of next.entries()) {
      const best = next[earliest];
      if (packet && (!best || packet.timestamp < best.timestamp)) earliest = index;
    }
    const copy = copies[earliest];
    const packet = next[earliest];
    if (!copy || !packet) return;
    await copy.add(packet);
    next[earliest] = (await copy.packets.next()).value;
  }
}

/** Makes the new name survive a power cut; not every system lets a folder be synced. */
async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

import { open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MP4,
} from 'mediabunny';
import { err, ok, type Result } from '../../../common/result.ts';
import { diskError, diskFull, freeBytes, freePath, MIN_FREE_BYTES } from './disk.ts';
import { type Piece, writeMp4 } from './mp4Write.ts';

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
    const video = await input.getPrimaryVideoTrack();
    const pieces: Piece[] = video ? [await wholeOf(video)] : [];
    for (const sound of await input.getAudioTracks()) {
      const piece = await wholeOf(sound);
      if (piece.packets > 0 && (await sound.getDecoderConfig())) pieces.push(piece);
    }
    await writeMp4(handle, pieces);
  } finally {
    input.dispose();
    await handle.close();
  }
}

async function wholeOf(track: InputVideoTrack | InputAudioTrack): Promise<Piece> {
  const sink = new EncodedPacketSink(track);
  let packets = 0;
  for await (const _ of sink.packets(undefined, undefined, { metadataOnly: true })) packets += 1;
  return { track, sink, packets };
}

/** Makes the new name survive a power cut; not every system lets a folder be synced. */
async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

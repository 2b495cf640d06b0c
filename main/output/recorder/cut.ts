import { open, rename, unlink } from 'node:fs/promises';
import {
  EncodedPacketSink,
  type Input,
  type InputAudioTrack,
  type InputVideoTrack,
  type EncodedPacket as MediaPacket,
} from 'mediabunny';
import { ok, type Result } from '../../../common/result.ts';
import { openAt, unreadable } from './cutSource.ts';
import { diskError, diskFull, freeBytes, freePath, MIN_FREE_BYTES } from './disk.ts';
import { type Mp4Options, type Piece, writeMp4 } from './mp4Write.ts';

export type CutOrder = {
  /** The recording, by the name that it has when it is finished. */
  readonly file: string;
  /** In the recording. The cut begins at the keyframe at or before it. */
  readonly fromSeconds: number;
  /** The cut ends with the first frame at or after it. */
  readonly toSeconds: number;
  /** Name of the new file; a numbered one where something is there. */
  readonly target: string;
  /** A recording that runs may take so long to reach the end of the stretch, ms. Default 15 000. */
  readonly waitMs?: number;
};

/** A stretch of a recording as a file of its own. */
export type Cut = {
  readonly file: string;
  /** What of the recording is in it. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
};

/**
 * Cuts a stretch out of a recording without encoding anew: its packets, of every track, go as they
 * are into an MP4 of their own. Also while the recording still runs; then only what is whole on
 * disk is read, and the end of the stretch is waited for.
 * Errors: `FILE_MISSING`, `FILE_UNREADABLE`, `DISK_FULL`, `PATH_UNWRITABLE`.
 *
 * @param onProgress hears 0..1
 */
export async function cutRecording(
  order: CutOrder,
  onProgress: (done: number) => void = () => undefined,
): Promise<Result<Cut>> {
  const opened = await openAt(order);
  if (!opened.ok) return opened;
  const { input, video } = opened.value;
  try {
    return await cut(order, input, video, onProgress);
  } catch (error) {
    return unreadable(order.file, error);
  } finally {
    input.dispose();
  }
}

async function cut(
  order: CutOrder,
  input: Input,
  video: InputVideoTrack,
  onProgress: (done: number) => void,
): Promise<Result<Cut>> {
  const sink = new EncodedPacketSink(video);
  const first =
    (await sink.getKeyPacket(order.fromSeconds)) ??
    (await sink.getFirstKeyPacket().catch(() => null));
  if (!first) return unreadable(order.file, 'there is no picture in it');
  const picture = await measure(video, sink, first, order.toSeconds);
  const fromSeconds = first.timestamp;
  const { toSeconds } = picture;
  const pieces = [picture];
  for (const track of await input.getAudioTracks()) {
    const sound = new EncodedPacketSink(track);
    const near = (await sound.getPacket(fromSeconds)) ?? (await sound.getFirstPacket());
    const start = near && near.timestamp < fromSeconds ? await sound.getNextPacket(near) : near;
    if (start && start.timestamp < toSeconds)
      pieces.push(await measure(track, sound, start, toSeconds));
  }
  const target = await freePath(order.target, '', 1);
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  try {
    // What is being recorded keeps its room.
    if ((await freeBytes(target)) < bytes + 2 * MIN_FREE_BYTES)
      return { ok: false, error: diskFull(target) };
    await write(target, pieces, {
      zeroSeconds: fromSeconds,
      onBytes: (done) => onProgress(done / Math.max(1, bytes)),
    });
    return ok({ file: target, fromSeconds, toSeconds });
  } catch (error) {
    if ((error as NodeJS.ErrnoException)?.code)
      return { ok: false, error: diskError(error, target) };
    throw error;
  }
}

/** The file is there only when it is whole. */
async function write(target: string, pieces: readonly Piece[], options: Mp4Options): Promise<void> {
  const temporary = `${target}.cutting`;
  const handle = await open(temporary, 'w');
  try {
    await writeMp4(handle, pieces, options);
    await handle.close();
    await rename(temporary, target);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** A piece, and what was counted of it. */
type Measured = Piece & { readonly bytes: number; readonly toSeconds: number };

/** Counts what belongs to the stretch: for the picture, the first frame at or after its end too. */
async function measure(
  track: InputVideoTrack | InputAudioTrack,
  sink: EncodedPacketSink,
  first: MediaPacket,
  toSeconds: number,
): Promise<Measured> {
  let [packets, bytes, end] = [0, 0, first.timestamp];
  for await (const packet of sink.packets(first, undefined, { metadataOnly: true })) {
    const isAfter = packet.timestamp >= toSeconds;
    if (isAfter && !track.isVideoTrack()) break;
    packets += 1;
    bytes += packet.byteLength;
    end = packet.timestamp + packet.duration;
    if (isAfter) break;
  }
  return { track, sink, first, packets, bytes, toSeconds: end };
}

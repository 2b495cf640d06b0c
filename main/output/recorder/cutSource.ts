import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { CustomSource, EncodedPacketSink, Input, type InputVideoTrack, MP4 } from 'mediabunny';
import { err, ok, type Result } from '../../../common/result.ts';
import { exists, recordingPathOf } from './disk.ts';
import { wholeFragmentsEnd } from './recover.ts';

type Source = { readonly input: Input; readonly video: InputVideoTrack; readonly growing: boolean };

const LOOK_AGAIN_MS = 250;
const DEFAULT_WAIT_MS = 15_000;
/** What of a recording is wanted. */
type Wanted = { readonly file: string; readonly toSeconds: number; readonly waitMs?: number };

/** `FILE_UNREADABLE`, naming the recording. */
export const unreadable = (file: string, error: unknown): Result<never> =>
  err('FILE_UNREADABLE', `cannot read ${file}: ${String(error)}`, { file });

/** Opens the recording once it holds the end of the stretch, or will not any more. */
export async function openAt(order: Wanted): Promise<Result<Source>> {
  const { file, toSeconds, waitMs = DEFAULT_WAIT_MS } = order;
  const untilMs = performance.now() + waitMs;
  for (;;) {
    try {
      const source = await openRecording(file);
      if (!source) return err('FILE_MISSING', `${file} is gone`, { file });
      const end = await endSeconds(source.video);
      if (end > toSeconds || !source.growing || performance.now() >= untilMs) return ok(source);
      source.input.dispose();
    } catch (error) {
      // The recording may just be becoming an ordinary file, or have no fragment yet.
      if (performance.now() >= untilMs) return unreadable(file, error);
    }
    await setTimeout(LOOK_AGAIN_MS);
  }
}

async function openRecording(file: string): Promise<Source | null> {
  const path = recordingPathOf(file);
  const growing = await exists(path);
  if (!growing && !(await exists(file))) return null;
  const handle = await open(growing ? path : file, 'r');
  const input = new Input({ source: wholePart(handle, growing), formats: [MP4] });
  const video = await input.getPrimaryVideoTrack().catch((error: unknown) => {
    input.dispose();
    throw error;
  });
  if (video) return { input, video, growing };
  input.dispose();
  throw new Error('there is no picture in it');
}

/** The file up to its last whole fragment; all of it where it does not grow. */
const wholePart = (handle: FileHandle, growing: boolean): CustomSource =>
  new CustomSource({
    getSize: async () => (growing ? wholeFragmentsEnd(handle) : (await handle.stat()).size),
    read: async (start, end) => {
      const bytes = new Uint8Array(end - start);
      for (let done = 0; done < bytes.byteLength; ) {
        const { bytesRead } = await handle.read(bytes, done, bytes.byteLength - done, start + done);
        if (bytesRead === 0) throw new Error(`it ends at ${start + done}`);
        done += bytesRead;
      }
      return bytes;
    },
    dispose: () => void handle.close().catch(() => undefined),
    prefetchProfile: 'fileSystem',
  });

async function endSeconds(video: InputVideoTrack): Promise<number> {
  const last = await new EncodedPacketSink(video).getPacket(Number.POSITIVE_INFINITY, {
    metadataOnly: true,
  });
  return last?.timestamp ?? 0;
}

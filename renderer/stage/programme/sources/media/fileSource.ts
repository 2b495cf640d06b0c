import { CustomSource } from 'mediabunny';
import { mediaUrl } from '../../../../../common/ipc/media.ts';
import type { ErrorCode } from '../../../../../common/result.ts';

/** Bytes of a file that are kept in memory while it plays. */
const CACHE_BYTES = 16 * 2 ** 20;

/** Why the file cannot be read: `message` is the code. */
export class FileRefused extends Error {
  declare readonly message: Extract<ErrorCode, 'FILE_MISSING' | 'FILE_UNREADABLE'>;
}

const refusal = (status: number) =>
  new FileRefused(status === 404 ? 'FILE_MISSING' : 'FILE_UNREADABLE');

/** Reads a file that the document names part by part, as it is needed; a server without ranges is read whole. */
export function fileSource(path: string): CustomSource {
  const url = mediaUrl(path);
  const aborter = new AbortController();
  let whole: Promise<Blob> | null = null;

  /** Bytes `start` to `end`, the end excluded. */
  const part = async (start: number, end: number): Promise<Response> => {
    const answer = await fetch(url, {
      headers: { range: `bytes=${start}-${end - 1}` },
      signal: aborter.signal,
    }).catch((error: Error) => {
      // The scheme's handler failed: no status says why.
      if (error.name === 'AbortError') throw error;
      throw refusal(0);
    });
    if (!answer.ok) throw refusal(answer.status === 416 ? 0 : answer.status);
    return answer;
  };

  return new CustomSource({
    async getSize() {
      const answer = await part(0, 1);
      const size = Number(/\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1]);
      if (answer.status === 206 && Number.isFinite(size)) {
        await answer.body?.cancel();
        return size;
      }
      whole = answer.blob();
      return (await whole).size;
    },
    async read(start, end) {
      if (whole) return new Uint8Array(await (await whole).slice(start, end).arrayBuffer());
      const answer = await part(start, end);
      return answer.body ?? new Uint8Array(await answer.arrayBuffer());
    },
    dispose: () => aborter.abort(),
    maxCacheSize: CACHE_BYTES,
    prefetchProfile: 'network',
    // Whoever reads next is told again.
    handleUnhandledError: () => {},
  });
}

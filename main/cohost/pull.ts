/** A stream that does not begin, or stands still for so long, is asked for again, ms. */
const SILENT_MS = 8_000;
/** Between two tries, ms. */
const AGAIN_MS = 1_000;
/** Bytes at once, then a second: far above what a phone sends. Whoever sends more is read more slowly, and cut by the server. */
const BURST_BYTES = 8 * 1024 * 1024;
const BYTES_PER_SECOND = 2.5 * 1024 * 1024;

export type PullOptions = {
  /** Where the stream is, and what opens it; asked for each try, null while that is not known. */
  readonly place: () => Promise<{ readonly url: string; readonly bearer: string } | null>;
  /** The next bytes; null: what follows is another beginning. */
  readonly onBytes: (bytes: Uint8Array | null) => void;
};

/**
 * One HTTP-FLV stream of the room's own server, for as long as it is wanted. What it holds is somebody
 * else's, and is not looked at here: bytes in, bytes out.
 */
export class Pull {
  readonly #options: PullOptions;
  readonly #ended = new AbortController();

  constructor(options: PullOptions) {
    this.#options = options;
    void this.#run();
  }

  stop(): void {
    this.#ended.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      // It ends with the publish, the network, or whatever else: all the same.
      await this.#once(signal).catch(() => undefined);
      if (!signal.aborted) await sleep(AGAIN_MS, signal);
    }
  }

  async #once(ended: AbortSignal): Promise<void> {
    const place = await this.#options.place();
    if (!place || ended.aborted) return;
    const silent = new AbortController();
    let late = setTimeout(() => silent.abort(), SILENT_MS);
    try {
      const response = await fetch(place.url, {
        headers: { Authorization: `Bearer ${place.bearer}` },
        // A secret goes along: nobody else gets it.
        redirect: 'error',
        signal: AbortSignal.any([ended, silent.signal]),
      });
      if (!response.ok || !response.body) return;
      this.#options.onBytes(null);
      let [allowance, atMs] = [BURST_BYTES, performance.now()];
      for await (const bytes of response.body) {
        clearTimeout(late);
        if (ended.aborted) return;
        this.#options.onBytes(bytes);
        const nowMs = performance.now();
        const earned = ((nowMs - atMs) * BYTES_PER_SECOND) / 1_000;
        allowance = Math.min(BURST_BYTES, allowance + earned) - bytes.byteLength;
        atMs = nowMs;
        if (allowance < 0) await sleep((-allowance * 1_000) / BYTES_PER_SECOND, ended);
        late = setTimeout(() => silent.abort(), SILENT_MS);
      }
    } finally {
      clearTimeout(late);
      silent.abort();
    }
  }
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });

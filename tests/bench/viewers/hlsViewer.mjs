import { Agent, get } from 'node:http';

/** What a player waits between its looks at the playlist, ms: the target duration. */
const LOOK_EVERY_MS = 2_000;

/**
 * One HLS viewer: looks at the playlist as players do, and fetches each new segment once.
 * @param {{ port: number, path: string, address: string }} options
 */
export function openHlsViewer({ port, path, address }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: address });
  const viewer = {
    status: 0,
    closed: false,
    bytes: 0,
    /** How long the last look with its segment took, ms; while one is under way, until now. */
    lookMs: 0,
    lookingSinceMs: 0,
    stop() {
      viewer.closed = true;
      clearTimeout(timer);
      agent.destroy();
    },
  };
  const fetchText = (/** @type {string} */ url, keep = true) =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: url, agent }, (response) => {
        let text = '';
        response.on('data', (data) => {
          viewer.bytes += data.length;
          if (keep) text += data;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      }).on('error', reject);
    });
  const linesOf = (/** @type {string} */ text) =>
    text.split('\n').filter((line) => line && !line.startsWith('#'));
  const below = (/** @type {string} */ url, /** @type {string} */ base) =>
    base.split('?')[0].replace(/[^/]*$/, '') + url;

  let timer = setTimeout(() => void begin(), 0);
  let last = '';

  async function begin() {
    try {
      const master = await fetchText(path);
      viewer.status = master.status;
      if (master.status !== 200) return viewer.stop();
      await look(below(linesOf(master.text)[0], path));
    } catch {
      viewer.closed = true;
    }
  }

  async function look(/** @type {string} */ url) {
    const startMs = performance.now();
    viewer.lookingSinceMs = startMs;
    try {
      const { status, text } = await fetchText(url);
      if (status !== 200) throw new Error(`status ${status}`);
      const newest = linesOf(text).at(-1) ?? '';
      // The first look waits until there is something to see; that is no lag.
      const isFirst = last === '';
      if (newest !== last) await fetchText(below(newest, url), false);
      last = newest;
      viewer.lookMs = isFirst ? 0 : performance.now() - startMs;
      viewer.lookingSinceMs = 0;
    } catch {
      if (!viewer.closed) viewer.closed = true;
      return;
    }
    // Spread over the time between two segments, as people come.
    const waitMs = last && viewer.lookMs === 0 ? Math.random() * LOOK_EVERY_MS : LOOK_EVERY_MS;
    if (!viewer.closed) timer = setTimeout(() => void look(url), waitMs);
  }

  return viewer;
}

/**
 * The viewers, in a process of their own with one thread. Takes `{ add }`, tells `{ … }` twice a second.
 * Each viewer has a loopback address of its own: the server's limits are per address.
 */
import { openFlvViewer } from './flvViewer.mjs';
import { openHlsViewer } from './hlsViewer.mjs';

const [kind, portText, bytesPerSecondText] = process.argv.slice(2);
const port = Number(portText);
const bytesPerSecond = Number(bytesPerSecondText);
/** Not judged before: it gets the pictures since the last keyframe at once. */
const SETTLE_MS = 3_000;
const shared = Buffer.alloc(256 * 1024);
/** @type {any[]} */
const viewers = [];

const addressOf = (/** @type {number} */ at) =>
  `127.${1 + (at >> 16)}.${(at >> 8) & 255}.${1 + (at & 127) + ((at & 128) >> 1)}`;

function open() {
  const address = addressOf(viewers.length * 2 + 1);
  const path = `/live/live.${kind === 'flv' ? 'flv' : 'm3u8'}`;
  const viewer =
    kind === 'flv'
      ? openFlvViewer({ port, path, address, shared })
      : openHlsViewer({ port, path, address });
  viewers.push(Object.assign(viewer, { openedMs: performance.now(), base: null }));
}

/** Media that a viewer has not got although it was shown, seconds. */
function lagOf(/** @type {any} */ viewer, /** @type {number} */ nowMs) {
  if (kind === 'hls') {
    const underWay = viewer.lookingSinceMs ? nowMs - viewer.lookingSinceMs : 0;
    return nowMs - viewer.openedMs < 2 * SETTLE_MS ? 0 : Math.max(viewer.lookMs, underWay) / 1000;
  }
  if (nowMs - viewer.openedMs < SETTLE_MS) return 0;
  viewer.base ??= { bytes: viewer.bytes, atMs: nowMs };
  const due = ((nowMs - viewer.base.atMs) / 1000) * bytesPerSecond;
  return Math.max(0, (due - (viewer.bytes - viewer.base.bytes)) / bytesPerSecond);
}

process.on('message', (/** @type {{ add: number }} */ { add }) => {
  for (let i = 0; i < add; i++) open();
});
process.on('disconnect', () => process.exit(0));

setInterval(() => {
  const nowMs = performance.now();
  const served = viewers.filter((it) => it.status === 200 && !it.closed);
  process.send?.({
    served: served.length,
    refused: viewers.filter((it) => it.status === 503).length,
    failed: viewers.filter((it) => it.closed && it.status !== 503).length,
    bytes: viewers.reduce((sum, it) => sum + it.bytes, 0),
    worstLagSeconds: served.reduce((most, it) => Math.max(most, lagOf(it, nowMs)), 0),
  });
}, 500);

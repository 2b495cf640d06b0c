import { createServer } from 'node:http';
import { launchPeople } from './people.mjs';

/** Everybody sends to everybody, and shows what comes: what a page of one's own would be without a studio. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>mesh</title><script>
const peers = new Map();
let own;
async function openOwn() {
  own = await navigator.mediaDevices.getUserMedia({
    video: { width: 1280, height: 720, frameRate: 30 }, audio: true,
  });
}
function peer(id, signal) {
  const rtc = new RTCPeerConnection();
  peers.set(id, rtc);
  for (const track of own.getTracks()) rtc.addTrack(track, own);
  rtc.onicecandidate = ({ candidate }) => signal(id, { candidate: candidate && candidate.toJSON() });
  rtc.ontrack = ({ track, streams }) => {
    if (track.kind !== 'video') return;
    const video = document.createElement('video');
    Object.assign(video, { muted: true, autoplay: true, srcObject: streams[0], width: 320 });
    document.body.append(video);
    void video.play();
  };
  return rtc;
}
const tell = (to, message) => window.tellPeer(to, JSON.stringify(message));
async function call(id) {
  const rtc = peer(id, tell);
  await rtc.setLocalDescription();
  await tell(id, { description: rtc.localDescription });
}
async function hear(from, text) {
  const { description, candidate } = JSON.parse(text);
  const rtc = peers.get(from) ?? peer(from, tell);
  if (candidate) return void rtc.addIceCandidate(candidate).catch(() => {});
  if (!description) return;
  await rtc.setRemoteDescription(description);
  if (description.type !== 'offer') return;
  await rtc.setLocalDescription();
  await tell(from, { description: rtc.localDescription });
}
function running() {
  return [...document.querySelectorAll('video')].filter((it) => it.currentTime > 0).length;
}
</script>`;

/**
 * A plain mesh of a host and so many guests; the host in a browser of its own.
 * @param {string} folder for the made-up cameras
 * @param {number} guests
 * @param {import('./owned.mjs').Owned} owned
 */
export async function openMesh(folder, guests, owned) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(PAGE);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const stopServer = owned.add(async () => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const host = await launchPeople(folder, owned);
  const others = await launchPeople(folder, owned);
  const pages = /** @type {import('@playwright/test').Page[]} */ ([]);
  for (let at = 0; at <= guests; at++) {
    const page = await (at === 0 ? host : others).newPage();
    await page.exposeFunction('tellPeer', (to, text) =>
      pages[to]?.evaluate(([from, message]) => window.hear(from, message), [at, text]),
    );
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.evaluate(() => window.openOwn());
    pages.push(page);
  }
  const startMs = performance.now();
  for (const [from, page] of pages.entries())
    for (let to = from + 1; to < pages.length; to++)
      await page.evaluate((id) => window.call(id), to);
  for (const page of guests === 1 ? pages : pages.slice(0, 1))
    await page.waitForFunction((wanted) => window.running() >= wanted, guests, { timeout: 60_000 });
  const setUpMs = performance.now() - startMs;
  return {
    /** The host's browser. */
    pid: host.pid,
    /** From the first call until the host sees all; with one guest, until both see each other. */
    setUpMs,
    /** How old the light of what the host is shown is, ms. */
    agesMs: (/** @type {number} */ ms) => pages[0]?.evaluate((it) => window.readVideos(it), ms),
    async close() {
      for (const it of [host, others]) await it.close();
      await stopServer();
    },
  };
}

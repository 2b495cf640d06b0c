import mpegts from 'mpegts.js';

mpegts.LoggingControl.enableAll = false;

/** Picture standing still for so long counts as lost, ms. HLS waits for whole segments. */
const STALL_MS: Readonly<Record<Way, number>> = { flv: 6_000, m3u8: 15_000 };

/**
 * The same while data keeps coming: whoever is slow, the line or the machine, would only be slower
 * if it began anew, ms.
 */
const SLOW_MS = 20_000;

/** A picture that is further behind what has come jumps to it, seconds, and how often at most, ms. */
const MOST_BEHIND_SECONDS = 2;
const JUMP_EVERY_MS = 4_000;

/** How the stream is fetched: HTTP-FLV is seconds closer to the show, HLS plays where nothing else does. */
export type Way = 'flv' | 'm3u8';

/** Tries over FLV that end before a picture, until HLS is tried: a proxy may hold back what has no end. */
const FLV_TRIES = 2;

/** The best way this browser has; null where it has none. `failures`: tries in a row without a picture. */
export function chooseWay(video: HTMLVideoElement, failures: number): Way | null {
  // By itself: iPhones of before iOS 17.1 have no Media Source Extensions, and need none for this.
  const playsHls = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  const playsFlv = mpegts.isSupported();
  if (playsFlv && !(playsHls && failures % (2 * FLV_TRIES) >= FLV_TRIES)) return 'flv';
  return playsHls ? 'm3u8' : null;
}

/** Why a player gave up: the stream's end and errors are alike lost, a full room is not. */
export type Loss = 'lost' | 'full';

type PlayerEvents = { readonly picture: () => void; readonly lost: (why: Loss) => void };

/** Plays one stream close to the live edge until it is lost or closed. */
export function openPlayer(
  way: Way,
  video: HTMLVideoElement,
  url: string,
  on: PlayerEvents,
): () => void {
  let closed = false;
  let lastTime = -1;
  let movedAtMs = performance.now();
  let dataAtMs = movedAtMs;

  const close = () => {
    if (closed) return;
    closed = true;
    clearInterval(watchdog);
    video.removeEventListener('playing', on.picture);
    closeMedia();
  };
  const lose = (why: Loss) => {
    if (closed) return;
    close();
    on.lost(why);
  };
  const watchdog = setInterval(() => {
    const moved = video.currentTime !== lastTime || (video.paused && video.readyState > 2);
    if (moved || document.hidden) movedAtMs = performance.now();
    lastTime = video.currentTime;
    const nowMs = performance.now();
    const isSilent = nowMs - dataAtMs > STALL_MS[way];
    if (nowMs - movedAtMs > (isSilent ? STALL_MS[way] : SLOW_MS)) lose('lost');
  }, 1_000);
  video.addEventListener('playing', on.picture);
  const heard = () => {
    dataAtMs = performance.now();
  };
  const closeMedia = way === 'flv' ? openFlv(video, url, lose, heard) : openHls(video, url, lose);
  return close;
}

function openFlv(
  video: HTMLVideoElement,
  url: string,
  lose: (why: Loss) => void,
  heard: () => void,
): () => void {
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, url },
    {
      enableStashBuffer: false,
      lazyLoad: false,
      autoCleanupSourceBuffer: true,
      autoCleanupMaxBackwardDuration: 30,
      autoCleanupMinBackwardDuration: 15,
    },
  );
  player.on(mpegts.Events.ERROR, (_type: string, _detail: string, info?: { code?: number }) =>
    lose(info?.code === 503 ? 'full' : 'lost'),
  );
  player.on(mpegts.Events.STATISTICS_INFO, ({ speed }: { speed?: number }) => {
    if (speed !== undefined && speed > 0) heard();
  });
  player.on(mpegts.Events.LOADING_COMPLETE, () => lose('lost'));
  player.attachMediaElement(video);
  player.load();
  // Only while it runs: a slow machine that is sent on before it has a picture would never have one.
  let jumpedAtMs = Number.NEGATIVE_INFINITY;
  const chase = () => {
    const { buffered, currentTime, paused, seeking } = video;
    if (paused || seeking || buffered.length === 0) return;
    const nowMs = performance.now();
    const behind = buffered.end(buffered.length - 1) - currentTime;
    if (behind < MOST_BEHIND_SECONDS || nowMs - jumpedAtMs < JUMP_EVERY_MS) return;
    jumpedAtMs = nowMs;
    toLiveEdge(video);
  };
  video.addEventListener('timeupdate', chase);
  return () => {
    video.removeEventListener('timeupdate', chase);
    player.destroy();
  };
}

/** The browser's own player: it says little of what went wrong; the page then asks the server. */
function openHls(video: HTMLVideoElement, url: string, lose: (why: Loss) => void): () => void {
  const lost = () => lose('lost');
  video.addEventListener('error', lost);
  video.addEventListener('ended', lost);
  video.src = url;
  return () => {
    video.removeEventListener('error', lost);
    video.removeEventListener('ended', lost);
    video.removeAttribute('src');
    video.load();
  };
}

/** Jumps to the newest picture, as after a pause. */
export function toLiveEdge(video: HTMLVideoElement): void {
  const { buffered, seekable } = video;
  const own = video.hasAttribute('src') && !video.src.startsWith('blob:');
  const [range, behind] = own ? ([seekable, 4] as const) : ([buffered, 0.5] as const);
  if (range.length > 0) video.currentTime = Math.max(0, range.end(range.length - 1) - behind);
}

import mpegts from 'mpegts.js';

mpegts.LoggingControl.enableAll = false;

/** Picture standing still for so long counts as lost, ms. */
const STALL_MS = 6_000;

/** True where the browser has Media Source Extensions with H.264. */
export const canPlay = (): boolean => mpegts.isSupported();

/** Why a player gave up: the stream's end and errors are alike lost, a full room is not. */
export type Loss = 'lost' | 'full';

/** Plays one HTTP-FLV stream close to the live edge until it is lost or closed. */
export function openPlayer(
  video: HTMLVideoElement,
  url: string,
  on: { readonly picture: () => void; readonly lost: (why: Loss) => void },
): () => void {
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, url },
    {
      enableStashBuffer: false,
      lazyLoad: false,
      liveBufferLatencyChasing: true,
      liveBufferLatencyMaxLatency: 2,
      liveBufferLatencyMinRemain: 0.5,
      autoCleanupSourceBuffer: true,
      autoCleanupMaxBackwardDuration: 30,
      autoCleanupMinBackwardDuration: 15,
    },
  );
  let closed = false;
  let lastTime = -1;
  let movedAtMs = performance.now();

  const close = () => {
    if (closed) return;
    closed = true;
    clearInterval(watchdog);
    video.removeEventListener('playing', on.picture);
    player.destroy();
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
    if (performance.now() - movedAtMs > STALL_MS) lose('lost');
  }, 1_000);

  player.on(mpegts.Events.ERROR, (_type: string, _detail: string, info?: { code?: number }) =>
    lose(info?.code === 503 ? 'full' : 'lost'),
  );
  player.on(mpegts.Events.LOADING_COMPLETE, () => lose('lost'));
  video.addEventListener('playing', on.picture);
  player.attachMediaElement(video);
  player.load();
  return close;
}

/** Jumps to the newest picture, as after a pause. */
export function toLiveEdge(video: HTMLVideoElement): void {
  const { buffered } = video;
  if (buffered.length > 0) video.currentTime = Math.max(0, buffered.end(buffered.length - 1) - 0.5);
}

import { wireControls } from './controls.ts';
import { byId } from './dom.ts';
import { chooseWay, openPlayer } from './player.ts';
import { retryAfterMs, stateWhileAway, type WatchState } from './states.ts';
import { askServer, type StreamAddress, urlOf } from './stream.ts';
import { t, viewersWords } from './words.ts';

const ASK_VIEWERS_EVERY_MS = 5_000;
const FULL_RETRY_MS = 4_000;
/** States in which pressing a button may help sooner than waiting. */
const retryable = new Set<WatchState['kind']>([
  ...(['reconnecting', 'unreachable', 'token', 'full', 'kicked'] as const),
]);
/** Nothing is played, or asked for, in these. */
const isOut = (address: unknown): boolean => address === 'kicked' || address === 'banned';

export type PictureOptions = {
  /** Asked before every try; why there is none while nothing is known of a stream. */
  readonly address: () => StreamAddress | 'notLive' | 'over' | 'token' | 'kicked' | 'banned';
  /** Somebody who was put out wants to come in again. */
  readonly comeBack?: () => void;
  /** False where somebody else says how many there are. */
  readonly countViewers: boolean;
};

/**
 * Plays a stream for as long as the page stands: waits for it, reconnects, says why it is away.
 * @returns looks at the address at once
 */
export function showPicture({ address, comeBack, countViewers }: PictureOptions): () => void {
  const page = document.documentElement;
  const video = byId<HTMLVideoElement>('video');
  const retry = byId<HTMLButtonElement>('retry');
  let closePlayer: (() => void) | null = null;
  let lostAtMs: number | null = null;
  let attempt = 0;
  let timer = 0;
  let asking = false;
  /** Tries in a row that ended before a picture. */
  let failures = 0;

  function show(state: WatchState): void {
    page.dataset.state = state.kind;
    const playing = state.kind === 'playing';
    document.title = t(playing ? 'title.live' : 'title.idle');
    retry.hidden = !retryable.has(state.kind);
    if (state.kind !== 'playing') {
      byId('card-title').textContent = t(`state.${state.kind}.title`);
      byId('card-text').textContent = t(`state.${state.kind}.text`, { ...state });
      retry.textContent = t(state.kind === 'kicked' ? 'room.again' : 'action.retry');
    }
  }

  /** Browsers may refuse to start even without sound; then a press on the button does it. */
  async function play(): Promise<void> {
    try {
      await video.play();
      page.removeAttribute('data-blocked');
    } catch (error) {
      if ((error as DOMException).name !== 'NotAllowedError') return;
      page.setAttribute('data-blocked', '');
      byId('card-title').textContent = '';
      byId('card-text').textContent = '';
      retry.textContent = t('action.start');
      retry.hidden = false;
    }
  }

  function askAgain(delayMs: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), delayMs);
  }

  function showViewers(viewers: number): void {
    if (countViewers) byId('viewers').textContent = viewersWords(viewers);
  }

  /** Asks for the stream and starts it, or shows why not and asks again later. */
  async function look(): Promise<void> {
    if (asking) return;
    asking = true;
    const stream = address();
    const isKnown = typeof stream !== 'string';
    const answer = isKnown ? await askServer(stream) : { kind: stream };
    asking = false;
    // It may have happened while the server was asked.
    if (isOut(address()) && !isOut(stream)) return look();
    if (closePlayer && isOut(stream)) {
      closePlayer();
      closePlayer = null;
      lostAtMs = null;
    }
    if (closePlayer) {
      if (answer.kind === 'live') showViewers(answer.viewers);
      askAgain(ASK_VIEWERS_EVERY_MS);
      return;
    }
    if (!isKnown || answer.kind !== 'live') {
      attempt += 1;
      if (answer.kind !== 'live') show(stateWhileAway(answer, lostAtMs, attempt, Date.now()));
      if (answer.kind !== 'token' || !isKnown)
        askAgain(retryAfterMs(lostAtMs === null ? 3 : attempt));
      return;
    }
    showViewers(answer.viewers);
    if (answer.full) {
      show({ kind: 'full' });
      return askAgain(FULL_RETRY_MS);
    }
    if (lostAtMs === null) show({ kind: 'loading' });
    const way = chooseWay(video, failures);
    if (!way) return show({ kind: 'unsupported' });
    closePlayer = openPlayer(way, video, urlOf(way, stream), {
      picture() {
        failures = 0;
        lostAtMs = null;
        attempt = 0;
        show({ kind: 'playing' });
        // Soon, so that the count includes this viewer.
        askAgain(300);
      },
      lost(why) {
        closePlayer = null;
        page.removeAttribute('data-blocked');
        lostAtMs ??= Date.now();
        attempt += 1;
        if (why !== 'full') failures += 1;
        show(why === 'full' ? { kind: 'full' } : { kind: 'reconnecting', attempt });
        askAgain(why === 'full' ? FULL_RETRY_MS : retryAfterMs(attempt));
      },
    });
    void play();
  }

  byId('badge-text').textContent = t('live');
  wireControls(video, t, () => void play());
  retry.addEventListener('click', () => {
    if (page.hasAttribute('data-blocked')) void play();
    else if (page.dataset.state === 'kicked') comeBack?.();
    else void look();
  });
  window.addEventListener('online', () => void look());
  show({ kind: 'loading' });
  if (chooseWay(video, 0)) void look();
  else show({ kind: 'unsupported' });
  return () => void look();
}

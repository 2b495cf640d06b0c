import type { TFunction } from 'i18next';
import { toLiveEdge } from './player.ts';

const QUIET_AFTER_MS = 3_000;

const byId = <T extends HTMLElement>(id: string): T => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found as T;
};

/** Buttons, keys and the bars that hide by themselves. `play` starts the video with what sound it may have. */
export function wireControls(video: HTMLVideoElement, t: TFunction, play: () => void): void {
  const page = document.documentElement;
  const player = byId('player');
  const sound = byId<HTMLButtonElement>('sound');
  const volume = byId<HTMLInputElement>('volume');
  const label = (id: string, text: string) => {
    byId(id).setAttribute('aria-label', text);
    byId(id).title = text;
  };

  const draw = () => {
    page.toggleAttribute('data-paused', video.paused);
    page.toggleAttribute('data-muted', video.muted);
    sound.hidden = !video.muted || video.paused || page.dataset.state !== 'playing';
    volume.value = String(video.muted ? 0 : Math.round(video.volume * 100));
    label('toggle', t(video.paused ? 'action.play' : 'action.pause'));
    label('mute', t(video.muted ? 'action.unmute' : 'action.mute'));
    label(
      'fullscreen',
      t(document.fullscreenElement ? 'action.leaveFullscreen' : 'action.fullscreen'),
    );
  };

  const toggle = () => {
    if (!video.paused) return video.pause();
    toLiveEdge(video);
    play();
  };
  const setMuted = (muted: boolean) => {
    video.muted = muted;
    if (!muted && video.volume === 0) video.volume = 1;
  };
  const fullscreen = () => {
    const phone = video as HTMLVideoElement & { webkitEnterFullscreen?: () => void };
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (player.requestFullscreen) void player.requestFullscreen().catch(() => {});
    else phone.webkitEnterFullscreen?.();
  };

  let timer = 0;
  const wake = () => {
    page.removeAttribute('data-quiet');
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const busy =
        video.paused ||
        page.dataset.state !== 'playing' ||
        player.querySelector('footer :focus-visible');
      page.toggleAttribute('data-quiet', !busy);
    }, QUIET_AFTER_MS);
  };

  byId('sound-text').textContent = t('action.unmute');
  volume.setAttribute('aria-label', t('action.volume'));
  byId('toggle').addEventListener('click', toggle);
  byId('mute').addEventListener('click', () => setMuted(!video.muted));
  sound.addEventListener('click', () => {
    setMuted(false);
    byId('mute').focus({ preventScroll: true });
  });
  byId('fullscreen').addEventListener('click', fullscreen);
  volume.addEventListener('input', () => {
    video.volume = Number(volume.value) / 100;
    video.muted = video.volume === 0;
  });
  video.addEventListener('dblclick', fullscreen);
  for (const event of ['play', 'pause', 'playing', 'volumechange', 'emptied']) {
    video.addEventListener(event, draw);
  }
  document.addEventListener('fullscreenchange', draw);
  new MutationObserver(() => {
    draw();
    wake();
  }).observe(page, { attributeFilter: ['data-state'] });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || page.dataset.state !== 'playing') return;
    const onButton = event.target instanceof HTMLButtonElement;
    if (event.key === 'm') setMuted(!video.muted);
    else if (event.key === 'f') fullscreen();
    else if (event.key === 'k' || (event.key === ' ' && !onButton)) toggle();
    else return;
    event.preventDefault();
  });

  for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
    document.addEventListener(event, wake);
  }
  wake();
  draw();
}

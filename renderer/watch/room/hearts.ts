import { byId, make, reducedMotion } from '../dom.ts';

/** Most that rise at a time. */
const MOST = 24;
const RISE_MS = 1_800;
const glyphs = ['❤️', '💛', '💙', '💜', '🧡', '💚'];

/** A few hearts that rise beside the picture, for however many were given. */
export function riseHearts(count: number): void {
  const layer = byId('hearts');
  if (reducedMotion() || document.hidden) return;
  const free = MOST - layer.childElementCount;
  for (let at = 0; at < Math.min(count, free, 8); at++) {
    const heart = make('span', 'heart', glyphs[Math.floor(Math.random() * glyphs.length)]);
    layer.append(heart);
    const sway = (Math.random() - 0.5) * 60;
    const height = layer.clientHeight * (0.5 + Math.random() * 0.4);
    heart
      .animate(
        [
          { transform: 'translate(0, 0) scale(0.4)', opacity: 0 },
          {
            transform: `translate(${sway / 2}px, ${-height * 0.3}px) scale(1)`,
            opacity: 1,
            offset: 0.2,
          },
          { transform: `translate(${sway}px, ${-height}px) scale(0.9)`, opacity: 0 },
        ],
        { duration: RISE_MS, delay: at * 90, easing: 'ease-out', fill: 'backwards' },
      )
      .finished.finally(() => heart.remove());
  }
}

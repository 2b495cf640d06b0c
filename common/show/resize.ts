import type { ShowState } from './slices.ts';

type Size = { readonly width: number; readonly height: number };

/** Keeps the picture as it was when its canvas changes size: places scale both ways, letters with the height; a group keeps its own size. Changes `show`. */
export function scaleShow(show: Pick<ShowState, 'scenes' | 'sources'>, from: Size, to: Size): void {
  const across = to.width / from.width;
  const down = to.height / from.height;
  if (across === 1 && down === 1) return;
  for (const scene of show.scenes) {
    if (scene.size) continue;
    for (const { rect } of scene.items) {
      rect.x = Math.round(rect.x * across);
      rect.y = Math.round(rect.y * down);
      rect.width = Math.max(1, Math.round(rect.width * across));
      rect.height = Math.max(1, Math.round(rect.height * down));
    }
  }
  for (const source of Object.values(show.sources))
    if (source.kind === 'text')
      source.fontSizePx = Math.min(400, Math.max(8, Math.round(source.fontSizePx * down)));
}

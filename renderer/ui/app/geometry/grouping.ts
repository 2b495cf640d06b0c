import type { Item } from '../../../../common/show/scenes.ts';
import { boundsOf, middleOf, plus, type Size, tidy, tidyDegrees, turn } from './frame.ts';

/** The items in a group's own scene, and the place of the group that shows them where they were. */
export function grouped(items: readonly Item[]): { items: Item[]; rect: Item['rect'] } | null {
  const box = boundsOf(items);
  if (!box) return null;
  const { rect } = tidy({ rect: box, rotationDegrees: 0 });
  return {
    rect,
    items: items.map((item) => ({
      ...item,
      rect: { ...item.rect, x: item.rect.x - rect.x, y: item.rect.y - rect.y },
    })),
  };
}

/**
 * The items of a group where they are seen outside of it: moved, scaled, turned and mirrored as the
 * group's own item is. What the group's crop hides comes to light.
 */
export function ungrouped(group: Item, inside: readonly Item[], size: Size): Item[] {
  const { width, height } = group.rect;
  let [across, down] = [width / size.width, height / size.height];
  if (group.fit === 'contain') across = down = Math.min(across, down);
  if (group.fit === 'cover') across = down = Math.max(across, down);
  const mirrored = group.flipX !== group.flipY;
  return inside.map((item) => {
    const at = middleOf(item.rect);
    const from = {
      x: (at.x - size.width / 2) * across * (group.flipX ? -1 : 1),
      y: (at.y - size.height / 2) * down * (group.flipY ? -1 : 1),
    };
    const middle = plus(middleOf(group.rect), turn(from, group.rotationDegrees));
    const wide = item.rect.width * across;
    const high = item.rect.height * down;
    return tidy({
      ...item,
      rect: { x: middle.x - wide / 2, y: middle.y - high / 2, width: wide, height: high },
      rotationDegrees: tidyDegrees(
        group.rotationDegrees + (mirrored ? -item.rotationDegrees : item.rotationDegrees),
      ),
      flipX: item.flipX !== group.flipX,
      flipY: item.flipY !== group.flipY,
      visible: item.visible && group.visible,
      opacity: item.opacity * group.opacity,
    });
  });
}

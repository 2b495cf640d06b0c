import type { ShowCommand } from '../../../../common/show/commands.ts';
import type { Item, Scene } from '../../../../common/show/schema.ts';

type Size = { width: number; height: number };

/** Commands that keep everything in its place in the picture when the canvas changes size. */
export function scaleScenes(scenes: readonly Scene[], from: Size, to: Size): ShowCommand[] {
  if (from.width === to.width && from.height === to.height) return [];
  return scenes.flatMap((scene) =>
    scene.items.flatMap((item) =>
      scaleItem(scene.id, item, to.width / from.width, to.height / from.height),
    ),
  );
}

function scaleItem(sceneId: string, item: Item, across: number, down: number): ShowCommand[] {
  const ids = { sceneId, itemId: item.id };
  const rect = {
    x: Math.round(item.rect.x * across),
    y: Math.round(item.rect.y * down),
    width: Math.max(1, Math.round(item.rect.width * across)),
    height: Math.max(1, Math.round(item.rect.height * down)),
  };
  const placed: ShowCommand = { type: 'scenes/itemPlaced', payload: { ...ids, rect } };
  if (!item.locked) return [placed];
  // A locked item refuses to move, also for this.
  const lock = (locked: boolean): ShowCommand => ({
    type: 'scenes/itemLocked',
    payload: { ...ids, locked },
  });
  return [lock(false), placed, lock(true)];
}

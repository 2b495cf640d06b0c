import i18next from 'i18next';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { Item } from '../../../../common/show/scenes.ts';
import { announce } from '../../app/announce.tsx';
import { itemsSelected } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import { whereNow } from '../../commands/command.ts';
import { EditPump } from './editPump.ts';
import { tellPlace } from './useDrag.ts';

const ways: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** With Shift, scene pixels. */
const FAR_PX = 10;
/** Steps with less time between them are one step of undo, milliseconds. */
const TOGETHER_MS = 700;

type Walk = { gesture: string; sceneId: string; items: readonly Item[]; x: number; y: number };

const send = ({ gesture, sceneId, items, x, y }: Walk) =>
  change(
    {
      type: 'scenes/itemsChanged',
      payload: {
        sceneId,
        changes: items.map(({ id, rect }) => ({
          itemId: id,
          change: { rect: { ...rect, x: rect.x + x, y: rect.y + y } },
        })),
      },
    },
    { gesture, label: 'move' },
  );

/** The keys of the picture: arrows move what is chosen, Page Up and Page Down choose another. */
export function useNudge(): (event: KeyboardEvent) => boolean {
  const walk = useRef<Walk | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const pump = useMemo(() => new EditPump(send), []);

  const nudge = (way: readonly [number, number], far: boolean): boolean => {
    const where = whereNow();
    const items = where?.chosen.filter(
      ({ item, scene }) => !item.locked && scene.id === where.scene?.id,
    );
    if (!where?.scene || !items || items.length === 0) return false;
    walk.current ??= {
      gesture: crypto.randomUUID(),
      sceneId: where.scene.id,
      items: items.map(({ item }) => item),
      x: 0,
      y: 0,
    };
    const by = far ? FAR_PX : 1;
    walk.current.x += way[0] * by;
    walk.current.y += way[1] * by;
    pump.push({ ...walk.current });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      walk.current = null;
      void pump.flush().then(tellPlace);
    }, TOGETHER_MS);
    return true;
  };

  const chooseNext = (by: 1 | -1): void => {
    const where = whereNow();
    const list = where?.scene?.items.filter(({ visible, locked }) => visible && !locked) ?? [];
    if (!where || list.length === 0) return;
    walk.current = null;
    const at = list.findIndex(({ id }) => id === where.view.selectedItemIds[0]);
    const next =
      list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length];
    if (!next) return;
    store.dispatch(itemsSelected([next.id]));
    const name = where.show.sources[next.sourceId]?.name ?? '';
    announce(i18next.t('preview.chosen', { name }));
  };

  return (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    const way = ways[event.key];
    if (way) return nudge(way, event.shiftKey);
    if (event.key !== 'PageUp' && event.key !== 'PageDown') return false;
    chooseNext(event.key === 'PageUp' ? 1 : -1);
    return true;
  };
}

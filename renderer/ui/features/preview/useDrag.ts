import i18next from 'i18next';
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { ItemChange } from '../../../../common/show/scenes.ts';
import { announce } from '../../app/announce.tsx';
import type { Point } from '../../app/geometry/frame.ts';
import { itemsAt, itemsMeeting, nextBelow } from '../../app/geometry/hit.ts';
import { itemsSelected } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import { type Where, whereNow } from '../../commands/command.ts';
import { type Draft, type Drag, draftOf, type Grip, NO_DRAFT, type Pulled } from './drag.ts';
import { EditPump } from './editPump.ts';
import type { Box } from './fit.ts';

/** The pointer must go so far before it is a pull, CSS pixels. */
const SLACK_PX = 3;
/** Lines draw in from this distance, CSS pixels. */
const REACH_PX = 8;

type Running = Drag & {
  readonly gesture: string;
  readonly sceneId: string;
  readonly startedAt: Point;
  /** Chosen before the press; a click on it may go to the one below. */
  readonly wasChosen: string | null;
  readonly chosenBefore: readonly string[];
  readonly adds: boolean;
  moving: boolean;
};
type Edits = {
  readonly sceneId: string;
  readonly gesture: string;
  readonly label: string;
  readonly changes: ReadonlyMap<string, ItemChange>;
};

const labels = {
  move: 'move',
  resize: 'resize',
  crop: 'crop',
  turn: 'turn',
  band: 'move',
} as const;

const send = ({ sceneId, gesture, label, changes }: Edits) =>
  change(
    {
      type: 'scenes/itemsChanged',
      payload: { sceneId, changes: [...changes].map(([itemId, it]) => ({ itemId, change: it })) },
    },
    { gesture, label },
  );

const pulledOf = (where: Where, ids: readonly string[]): Pulled[] =>
  (where.scene?.items ?? []).flatMap((item) => {
    const source = where.show.sources[item.sourceId];
    if (!ids.includes(item.id) || item.locked || !item.visible || !source) return [];
    return { item, kind: source.kind, size: where.session.sourceSizes[source.id] ?? null };
  });

export type Dragging = {
  readonly draft: Draft;
  readonly grip: Grip['kind'] | null;
  /** A press on the picture. */
  press(event: PointerEvent): void;
  /** A press on a handle of the chosen items. */
  grab(event: PointerEvent, grip: Grip): void;
  follow(event: PointerEvent): void;
  release(event: PointerEvent): void;
  /** Puts back what is being pulled. Answers whether something was. */
  cancel(): boolean;
  pointAt(event: { clientX: number; clientY: number }): Point | null;
};

/** Pulls things about on the picture that stands at `picture` within `surface`. */
export function useDrag(surface: RefObject<HTMLElement | null>, picture: Box): Dragging {
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  const [grip, setGrip] = useState<Grip['kind'] | null>(null);
  const running = useRef<Running | null>(null);
  const latest = useRef<PointerEvent | null>(null);
  const frame = useRef(0);
  const pump = useMemo(() => new EditPump(send), []);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const scaleOf = ({ canvas }: Where) => canvas.width / Math.max(1, picture.width);
  const pointAt = ({ clientX, clientY }: { clientX: number; clientY: number }): Point | null => {
    const where = whereNow();
    const box = surface.current?.getBoundingClientRect();
    if (!where || !box) return null;
    const scale = scaleOf(where);
    return {
      x: (clientX - box.left - picture.x) * scale,
      y: (clientY - box.top - picture.y) * scale,
    };
  };

  const begin = (event: PointerEvent, how: Grip, more: Partial<Running> = {}): void => {
    const where = whereNow();
    const from = pointAt(event);
    if (!where?.scene || !from) return;
    const pulled =
      how.kind === 'band' ? [] : pulledOf(where, store.getState().view.selectedItemIds);
    const ids = new Set(pulled.map(({ item }) => item.id));
    running.current = {
      grip: how,
      from,
      pulled,
      others: where.scene.items.filter(({ id, visible }) => visible && !ids.has(id)),
      canvas: where.canvas,
      reach: REACH_PX * scaleOf(where),
      gesture: crypto.randomUUID(),
      sceneId: where.scene.id,
      startedAt: { x: event.clientX, y: event.clientY },
      wasChosen: null,
      chosenBefore: where.view.selectedItemIds,
      adds: false,
      moving: false,
      ...more,
    };
    surface.current?.setPointerCapture(event.pointerId);
  };

  const press = (event: PointerEvent): void => {
    const where = whereNow();
    const point = pointAt(event);
    if (!where?.scene || !point || event.button !== 0) return;
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    const chosen = where.view.selectedItemIds;
    const under = itemsAt(where.scene.items, point);
    const own = under.find((id) => chosen.includes(id));
    // What is chosen stays in hand even where something lies over it.
    if (own && !adds) return begin(event, { kind: 'move' }, { wasChosen: own });
    if (own) return begin(event, { kind: 'move' }, { wasChosen: own, adds });
    const top = under[0];
    if (top === undefined) return begin(event, { kind: 'band' }, { adds });
    store.dispatch(itemsSelected(adds ? [...chosen, top] : [top]));
    begin(event, { kind: 'move' }, { adds });
  };

  const step = () => {
    frame.current = 0;
    const drag = running.current;
    const event = latest.current;
    const point = event && pointAt(event);
    if (!drag || !point || !drag.moving) return;
    const held = { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey };
    const next = draftOf(drag, point, held);
    setDraft(next);
    if (next.band) {
      const where = whereNow();
      const met = itemsMeeting(where?.scene?.items ?? [], next.band);
      const kept = drag.adds ? drag.chosenBefore.filter((id) => !met.includes(id)) : [];
      store.dispatch(itemsSelected([...kept, ...met]));
    } else if (next.changes.size > 0)
      pump.push({ ...drag, label: labels[drag.grip.kind], changes: next.changes });
  };

  const follow = (event: PointerEvent): void => {
    const drag = running.current;
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.startedAt.x, event.clientY - drag.startedAt.y);
    if (!drag.moving && far < SLACK_PX) return;
    if (!drag.moving) setGrip(drag.grip.kind);
    drag.moving = true;
    latest.current = event;
    frame.current ||= requestAnimationFrame(step);
  };

  const end = () => {
    cancelAnimationFrame(frame.current);
    frame.current = 0;
    running.current = null;
    latest.current = null;
    setGrip(null);
    // What was asked for stands until main's answer is in the mirror.
    void pump.flush().then(() => {
      if (!running.current) setDraft(NO_DRAFT);
    });
  };

  const click = (drag: Running, event: PointerEvent) => {
    const where = whereNow();
    const point = pointAt(event);
    if (!where?.scene || !point) return;
    const chosen = where.view.selectedItemIds;
    if (drag.grip.kind === 'band' && !drag.adds) store.dispatch(itemsSelected([]));
    if (drag.grip.kind !== 'move' || drag.wasChosen === null) return;
    if (drag.adds) {
      store.dispatch(itemsSelected(chosen.filter((id) => id !== drag.wasChosen)));
      return;
    }
    const under = itemsAt(where.scene.items, point);
    const next = chosen.length > 1 ? drag.wasChosen : nextBelow(under, drag.wasChosen);
    if (next) store.dispatch(itemsSelected([next]));
  };

  const release = (event: PointerEvent): void => {
    const drag = running.current;
    if (!drag) return;
    if (drag.moving) {
      latest.current = event;
      step();
      tellPlace();
    } else click(drag, event);
    end();
  };

  const cancel = (): boolean => {
    const drag = running.current;
    if (!drag) return false;
    if (drag.moving && drag.pulled.length > 0) {
      const back = drag.pulled.map(({ item: { id, rect, rotationDegrees, crop, fit } }) => {
        return [id, { rect, rotationDegrees, crop, fit }] as const;
      });
      pump.push({ ...drag, label: labels[drag.grip.kind], changes: new Map(back) });
    }
    end();
    return true;
  };

  return { draft, grip, press, grab: begin, follow, release, cancel, pointAt };
}

/** Says where the first chosen item stands now. */
export function tellPlace(): void {
  const first = whereNow()?.chosen[0];
  if (!first) return;
  const { x, y } = first.item.rect;
  announce(
    i18next.t('preview.moved', { name: first.source.name, x: Math.round(x), y: Math.round(y) }),
  );
}

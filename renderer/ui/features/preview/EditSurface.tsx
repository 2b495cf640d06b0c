import i18next from 'i18next';
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '../../../../common/show/scenes.ts';
import { boundsOf } from '../../app/geometry/frame.ts';
import { itemsAt } from '../../app/geometry/hit.ts';
import { useFloor, useStudio, useView } from '../../app/hooks.ts';
import { useEditedScene } from '../../app/selection.ts';
import { itemsSelected } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { cx } from '../../components/cx.ts';
import { Chosen, Outline } from './Chosen.tsx';
import type { Cell } from './fit.ts';
import { ItemMenu } from './ItemMenu.tsx';
import { Overlays } from './Overlays.tsx';
import { useDrag } from './useDrag.ts';
import { useNudge } from './useNudge.ts';

/** Lies over the picture that is edited, and a little beyond: everything is done right on the picture. */
export function EditSurface({ cell, picture }: Cell) {
  const { t } = useTranslation();
  const hintId = useId();
  const surface = useRef<HTMLDivElement>(null);
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const scene = useEditedScene();
  const chosenIds = useView((view) => view.selectedItemIds);
  const overlays = useFloor((floor) => floor.overlays);
  const [hovered, setHovered] = useState<string | null>(null);
  // Whoever came by the pointer sees the handles; a ring would hide the frame's colour.
  const [byPointer, setByPointer] = useState(false);
  const origin = { x: picture.x - cell.x, y: picture.y - cell.y };
  const drag = useDrag(surface, { ...picture, ...origin });
  const nudge = useNudge();
  if (!canvas || !scene) return null;

  const scale = picture.width / canvas.width;
  const drafted = (item: Item): Item => ({ ...item, ...drag.draft.changes.get(item.id) }) as Item;
  const chosen = scene.items
    .filter(({ id, visible }) => visible && chosenIds.includes(id))
    .map(drafted);
  const hover = scene.items.find(({ id }) => id === hovered && !chosenIds.includes(id));

  const onPointerMove = (event: PointerEvent) => {
    drag.follow(event);
    if (drag.grip) return setHovered(null);
    const point = drag.pointAt(event);
    setHovered((point && itemsAt(scene.items, point)[0]) ?? null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') setByPointer(false);
    if (event.key === 'Escape') {
      if (!drag.cancel()) store.dispatch(itemsSelected([]));
    } else if (!nudge(event)) return;
    event.preventDefault();
  };
  const onContextMenu = (event: React.MouseEvent) => {
    const point = drag.pointAt(event);
    // From the keyboard it is about what is chosen.
    if (!point || event.nativeEvent.button < 0) return;
    const under = itemsAt(scene.items, point);
    if (!under.some((id) => chosenIds.includes(id)))
      store.dispatch(itemsSelected(under.slice(0, 1)));
  };

  return (
    <ItemMenu some={chosen.length > 0}>
      <div
        ref={surface}
        role="application"
        tabIndex={0}
        aria-label={t('preview.edited', { name: scene.name })}
        aria-describedby={hintId}
        data-testid="surface"
        onPointerDown={(event) => {
          setByPointer(true);
          surface.current?.focus({ preventScroll: true });
          drag.press(event);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={drag.release}
        onPointerCancel={() => drag.cancel()}
        onLostPointerCapture={drag.release}
        onPointerLeave={() => setHovered(null)}
        onBlur={() => setByPointer(false)}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        className={cx(
          'absolute touch-none overflow-hidden -outline-offset-2',
          byPointer && 'outline-none',
        )}
        style={{ left: cell.x, top: cell.y, width: cell.width, height: cell.height }}
      >
        <p id={hintId} className="sr-only">
          {t('preview.hint')}
        </p>
        {overlays.safeArea || overlays.grid ? (
          <Overlays picture={{ ...picture, ...origin }} />
        ) : null}
        {scene.items.length === 0 ? (
          <p
            className="pointer-events-none absolute flex items-center justify-center p-6 text-center text-text-2"
            style={{ left: origin.x, top: origin.y, width: picture.width, height: picture.height }}
          >
            {t('preview.empty')}
          </p>
        ) : null}
        {hover ? (
          <Outline
            thin
            frame={{
              rotationDegrees: hover.rotationDegrees,
              rect: {
                x: origin.x + hover.rect.x * scale,
                y: origin.y + hover.rect.y * scale,
                width: hover.rect.width * scale,
                height: hover.rect.height * scale,
              },
            }}
          />
        ) : null}
        <Guides
          x={drag.draft.guides.x}
          y={drag.draft.guides.y}
          scale={scale}
          left={origin.x}
          top={origin.y}
          width={picture.width}
          height={picture.height}
        />
        <Chosen items={chosen} scale={scale} origin={origin} onGrab={drag.grab} />
        {drag.draft.band ? (
          <div
            aria-hidden
            className="pointer-events-none absolute border border-accent bg-accent/15"
            style={{
              left: origin.x + drag.draft.band.x * scale,
              top: origin.y + drag.draft.band.y * scale,
              width: drag.draft.band.width * scale,
              height: drag.draft.band.height * scale,
            }}
          />
        ) : null}
        {drag.grip && drag.grip !== 'band' ? (
          <Readout items={chosen} turning={drag.grip === 'turn'} scale={scale} origin={origin} />
        ) : null}
      </div>
    </ItemMenu>
  );
}

type GuideProps = {
  x: number | null;
  y: number | null;
  scale: number;
  left: number;
  top: number;
  width: number;
  height: number;
};

/** The lines that something has come to lie on. */
function Guides({ x, y, scale, left, top, width, height }: GuideProps) {
  const look = 'pointer-events-none absolute bg-preview shadow-[0_0_0_0.5px_rgb(12_14_18/0.7)]';
  return (
    <>
      {x === null ? null : (
        <div
          aria-hidden
          data-testid="guide-x"
          className={look}
          style={{ left: left + x * scale, top, height, width: 1 }}
        />
      )}
      {y === null ? null : (
        <div
          aria-hidden
          data-testid="guide-y"
          className={look}
          style={{ top: top + y * scale, left, width, height: 1 }}
        />
      )}
    </>
  );
}

type ReadoutProps = {
  items: readonly Item[];
  turning: boolean;
  scale: number;
  origin: { x: number; y: number };
};

/** Place and size, or the turn, while it changes. */
function Readout({ items, turning, scale, origin }: ReadoutProps) {
  const box = boundsOf(items);
  const [first] = items;
  if (!box || !first) return null;
  const { x, y, width, height } = items.length === 1 ? first.rect : box;
  const number = (value: number) => Math.round(value).toLocaleString(i18next.language);
  const text = turning
    ? `${number(first.rotationDegrees)}°`
    : `${number(x)}, ${number(y)} · ${number(width)} × ${number(height)}`;
  return (
    <span
      aria-hidden
      className="figures pointer-events-none absolute -translate-x-1/2 rounded-sm bg-bg/85 px-1.5 py-0.5 text-sm text-text"
      style={{
        left: Math.max(70, origin.x + (box.x + box.width / 2) * scale),
        top: Math.max(4, origin.y + box.y * scale + 6),
      }}
    >
      {text}
    </span>
  );
}

import { Lock, RotateCw } from 'lucide-react';
import type { PointerEvent } from 'react';
import type { Item } from '../../../../common/show/scenes.ts';
import { boundsOf, type Frame, type Point, plus, pointOf, turn } from '../../app/geometry/frame.ts';
import { type Handle, handles } from '../../app/geometry/resize.ts';
import { cx } from '../../components/cx.ts';
import type { Grip } from './drag.ts';

/** Distance of the turning handle from the frame, CSS pixels. */
const STALK_PX = 26;
/** Handles at the sides need so much room, CSS pixels. */
const ROOM_PX = 44;

type OnGrab = (event: PointerEvent, grip: Grip) => void;
type Props = { items: readonly Item[]; scale: number; origin: Point; onGrab: OnGrab };

/** Frames and handles of the chosen items. `scale` is CSS pixels to a scene pixel. */
export function Chosen({ items, scale, origin, onGrab }: Props) {
  const onScreen = ({ rect, rotationDegrees }: Frame): Frame => ({
    rotationDegrees,
    rect: {
      x: origin.x + rect.x * scale,
      y: origin.y + rect.y * scale,
      width: rect.width * scale,
      height: rect.height * scale,
    },
  });
  const free = items.filter(({ locked }) => !locked);
  const all = free.length > 1 ? boundsOf(free) : null;
  const [first] = free;
  const held = all ? { rect: all, rotationDegrees: 0 } : first;
  return (
    <>
      {items.map((item) => (
        <Outline key={item.id} frame={onScreen(item)} locked={item.locked} thin={all !== null} />
      ))}
      {all ? <Outline frame={onScreen({ rect: all, rotationDegrees: 0 })} /> : null}
      {held ? <Handles frame={onScreen(held)} together={all !== null} onGrab={onGrab} /> : null}
    </>
  );
}

type OutlineProps = { frame: Frame; locked?: boolean; thin?: boolean };

export function Outline({ frame: { rect, rotationDegrees }, locked, thin }: OutlineProps) {
  return (
    <div
      aria-hidden
      className={cx(
        'pointer-events-none absolute',
        locked ? 'border border-text-2 border-dashed' : 'border border-accent',
        !thin && !locked && 'shadow-[0_0_0_1px_rgb(12_14_18/0.6)]',
      )}
      style={{
        left: rect.x,
        top: rect.y,
        width: rect.width,
        height: rect.height,
        transform: rotationDegrees ? `rotate(${rotationDegrees}deg)` : undefined,
      }}
    >
      {locked ? (
        <span className="absolute top-1 left-1 rounded-sm bg-bg/80 p-1 text-text">
          <Lock className="size-3" />
        </span>
      ) : null}
    </div>
  );
}

const cursors = ['ns-resize', 'nesw-resize', 'ew-resize', 'nwse-resize'];

/** The arrow that points the way a handle is pulled, however the frame is turned. */
export function cursorOf({ x, y }: Handle, rotationDegrees: number): string {
  const degrees = (Math.atan2(x, -y) * 180) / Math.PI + rotationDegrees;
  return cursors[((Math.round(degrees / 45) % 4) + 4) % 4] ?? 'move';
}

const nameOf = ({ x, y }: Handle) => `${['n', '', 's'][y + 1] ?? ''}${['w', '', 'e'][x + 1] ?? ''}`;

function Handles(props: { frame: Frame; together: boolean; onGrab: OnGrab }) {
  const { frame, together, onGrab } = props;
  const { rect, rotationDegrees } = frame;
  const shown = handles.filter(({ x, y }) => {
    if (x !== 0 && y !== 0) return true;
    // Several keep their shape, so their sides cannot be pulled by themselves.
    return !together && (x === 0 ? rect.width : rect.height) >= ROOM_PX;
  });
  const top = pointOf(frame, { x: 0, y: -1 });
  const stalk = plus(top, turn({ x: 0, y: -STALK_PX }, rotationDegrees));
  return (
    <>
      <div
        aria-hidden
        className="pointer-events-none absolute h-px origin-left bg-accent"
        style={{
          left: top.x,
          top: top.y,
          width: STALK_PX,
          transform: `rotate(${rotationDegrees - 90}deg)`,
        }}
      />
      <Knob
        at={stalk}
        name="rotate"
        cursor="grab"
        round
        onPointerDown={(event) => onGrab(event, { kind: 'turn' })}
      />
      {shown.map((handle) => (
        <Knob
          key={nameOf(handle)}
          at={pointOf(frame, handle)}
          name={nameOf(handle)}
          cursor={cursorOf(handle, rotationDegrees)}
          onPointerDown={(event) =>
            onGrab(event, { kind: event.altKey && !together ? 'crop' : 'resize', handle })
          }
        />
      ))}
    </>
  );
}

type KnobProps = {
  at: Point;
  name: string;
  cursor: string;
  round?: boolean;
  onPointerDown: (event: PointerEvent) => void;
};

/** A handle for the pointer; by keyboard there are the arrows and the numbers in the properties. */
function Knob({ at, name, cursor, round, onPointerDown }: KnobProps) {
  return (
    <div
      aria-hidden
      data-handle={name}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        onPointerDown(event);
      }}
      className="absolute flex size-5 -translate-x-1/2 -translate-y-1/2 items-center justify-center"
      style={{ left: at.x, top: at.y, cursor }}
    >
      {round ? (
        <span className="flex size-4 items-center justify-center rounded-full bg-accent text-bg shadow-[0_0_0_1px_rgb(12_14_18/0.6)]">
          <RotateCw className="size-2.5" strokeWidth={3} />
        </span>
      ) : (
        <span className="size-2.5 rounded-[2px] border border-accent bg-white shadow-[0_0_0_1px_rgb(12_14_18/0.5)]" />
      )}
    </div>
  );
}

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { createContext, type KeyboardEvent, type ReactNode, useContext, useMemo } from 'react';
import { cx } from './cx.ts';

type Move = (id: string, toIndex: number) => void;
type ListContext = { readonly ids: readonly string[]; readonly move: Move };

const Context = createContext<ListContext>({ ids: [], move: () => {} });

type ListProps = {
  /** As they are shown, from the top. */
  ids: readonly string[];
  /** `toIndex` is the place among `ids` that the row shall have. */
  onMove: Move;
  label?: string;
  className?: string;
  children: ReactNode;
};

/** A list whose rows can be pulled to another place, or moved with Alt and the arrow keys. */
export function SortableList({ ids, onMove, label, className, children }: ListProps) {
  // A click is no pull.
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const context = useMemo(() => ({ ids, move: onMove }), [ids, onMove]);
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) onMove(String(active.id), ids.indexOf(String(over.id)));
  };
  return (
    <Context value={context}>
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
        <SortableContext items={[...ids]} strategy={verticalListSortingStrategy}>
          <ul aria-label={label} className={className}>
            {children}
          </ul>
        </SortableContext>
      </DndContext>
    </Context>
  );
}

type RowProps = {
  id: string;
  className?: string;
  style?: React.CSSProperties;
  children: ReactNode;
};

/** A row of a `SortableList`. */
export function SortableRow({ id, className, style, children }: RowProps) {
  const { ids, move } = useContext(Context);
  const { setNodeRef, listeners, transform, transition, isDragging } = useSortable({ id });
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    const to = ids.indexOf(id) + by;
    if (to >= 0 && to < ids.length) move(id, to);
  };
  return (
    <li
      ref={setNodeRef}
      onPointerDown={listeners?.onPointerDown as React.PointerEventHandler | undefined}
      onKeyDown={onKeyDown}
      className={cx(className, isDragging && 'relative z-10 bg-control shadow-lg shadow-black/50')}
      style={{
        ...style,
        transform: transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined,
        transition,
      }}
    >
      {children}
    </li>
  );
}

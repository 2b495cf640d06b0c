import { useEffect, useRef, useState } from 'react';
import { type LatestOnly, latestOnly } from './latestOnly.ts';

/** Hands a change on. Edits with the same `gesture` are one step of undo. */
export type OnEdit<T> = (value: T, gesture: string) => Promise<unknown> | undefined;

export type LiveEdit<T> = {
  /** What to draw: what the hand last asked for, or what is. */
  readonly shown: T;
  edit(value: T): void;
  /** The pull or the burst of typing is over; after `afterMs` where another key may follow. */
  end(afterMs?: number): void;
};

/**
 * A value that goes out while it is being changed. What the hand asks for stands until main has
 * answered the last of it, as the echo of an earlier value would undo a later one.
 */
export function useLiveEdit<T>(value: T, onEdit: OnEdit<T>): LiveEdit<T> {
  const [draft, setDraft] = useState<{ value: T } | null>(null);
  const gesture = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const newest = useRef(onEdit);
  newest.current = onEdit;
  const sender = useRef<LatestOnly<{ value: T; gesture: string }> | null>(null);
  sender.current ??= latestOnly((it) => newest.current(it.value, it.gesture));

  const finish = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    gesture.current = null;
    void sender.current?.idle().then(() => {
      if (gesture.current === null) setDraft(null);
    });
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    shown: draft ? draft.value : value,
    edit: (next) => {
      clearTimeout(timer.current);
      timer.current = undefined;
      gesture.current ??= crypto.randomUUID();
      setDraft({ value: next });
      sender.current?.send({ value: next, gesture: gesture.current });
    },
    end: (afterMs = 0) => {
      if (gesture.current === null) return;
      clearTimeout(timer.current);
      if (afterMs > 0) timer.current = setTimeout(finish, afterMs);
      else finish();
    },
  };
}

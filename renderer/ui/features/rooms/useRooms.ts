import { useCallback, useEffect, useState } from 'react';
import { err, type Result } from '../../../../common/result.ts';
import type { Category, RoomCard } from '../../../../common/rooms/room.ts';

export type Page = { readonly rooms: readonly RoomCard[]; readonly total: number };

/** Who is live changes; it is looked at anew so often, while somebody looks. */
const EVERY_MS = 10_000;

/** The rooms that are live, of one kind or all; null until the room service has answered. */
export function useRooms(
  category: Category | null,
  page: number,
): { answer: Result<Page> | null; refresh: () => void } {
  const [answer, setAnswer] = useState<Result<Page> | null>(null);
  const look = useCallback(
    () =>
      window.studio
        .invoke('room:list', { category, page })
        .catch(() => err('INTERNAL', 'the list of rooms was not answered; try again')),
    [category, page],
  );
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let wanted = true;
    const take = () =>
      void look().then((next) => {
        if (wanted) setAnswer(next);
      });
    take();
    const timer = setInterval(() => !document.hidden && take(), EVERY_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [look, turn]);
  return { answer, refresh: () => setTurn((it) => it + 1) };
}

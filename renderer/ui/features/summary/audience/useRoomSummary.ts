import { useEffect, useState } from 'react';
import type { RoomSummary } from '../../../../../common/rooms/room.ts';
import { useStudio } from '../../../app/hooks.ts';

/** The room adds up a moment after the broadcast ends; so often and so far apart it is asked for. */
const TRIES = 6;
const APART_MS = 1000;

/** What the audience of the show that has just ended did; null where there was no room. */
export function useRoomSummary(wanted: boolean): RoomSummary | null {
  const [summary, setSummary] = useState<RoomSummary | null>(null);
  const state = useStudio(({ session }) => session.room?.state ?? null);
  useEffect(() => {
    if (!wanted) return setSummary(null);
    let over = false;
    const look = async () => {
      for (let tries = 0; tries < TRIES && !over; tries += 1) {
        const answer = await window.studio.invoke('room:summary', undefined).catch(() => null);
        if (over) return;
        if (answer?.ok && answer.value) return setSummary(answer.value);
        await new Promise((resolve) => setTimeout(resolve, APART_MS));
      }
    };
    void look();
    return () => {
      over = true;
    };
  }, [wanted, state]);
  return summary;
}

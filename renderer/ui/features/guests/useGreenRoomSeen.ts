import { useEffect } from 'react';
import { SEEN_EVERY_MS } from '../../../../common/cohost/greenRoom.ts';

/** Says that the green room is seen for as long as it is: what is not seen is not made, heard or spoken to. */
export function useGreenRoomSeen(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const say = (seen: boolean) =>
      // Said again and again: one that is lost is none that a person has to know of.
      void window.studio.invoke('cohost:see', { seen }).catch(() => undefined);
    const look = () => say(document.visibilityState === 'visible');
    look();
    const timer = setInterval(look, SEEN_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      say(false);
    };
  }, [wanted]);
}

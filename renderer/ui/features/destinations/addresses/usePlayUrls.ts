import { useEffect, useState } from 'react';
import type { ChannelOutput } from '../../../../../common/ipc/contract.ts';
import { err, type Result } from '../../../../../common/result.ts';
import type { Destination } from '../../../../../common/show/schema.ts';

export type PlayUrl = ChannelOutput<'destination:playUrls'>[number];

/** Asks main where a destination can be played; null until it has answered. */
export function usePlayUrls(destination: Destination): Result<PlayUrl[]> | null {
  const [answer, setAnswer] = useState<Result<PlayUrl[]> | null>(null);
  // What the addresses are made of may change while they are shown.
  useEffect(() => {
    let gone = false;
    void window.studio
      .invoke('destination:playUrls', { destinationId: destination.id })
      .catch(() => err('INTERNAL', 'the play addresses were not answered; try again'))
      .then((next) => {
        if (!gone) setAnswer(next);
      });
    return () => {
      gone = true;
    };
  }, [destination]);
  return answer;
}

import { useCallback, useEffect, useState } from 'react';
import type { ChannelOutput } from '../../../../common/ipc/contract.ts';
import type { StudioError } from '../../../../common/result.ts';

type Found = ChannelOutput<'capture:sources'>;

/** Time between two looks while the choice is open, ms; each look draws every window once. */
const EVERY_MS = 3000;

/** Screens and windows, looked at again and again while this is drawn. Null before the first answer. */
export function useCaptureSources(): {
  found: Found | null;
  error: StudioError | null;
  lookAgain: () => void;
} {
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<StudioError | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      // Not through `ask`: the refusal is said here, beside the choice.
      const answer = await window.studio.invoke('capture:sources', undefined).catch(() => null);
      if (over || !answer) return;
      if (answer.ok) {
        setFound(answer.value);
        timer = setTimeout(look, EVERY_MS);
      }
      setError(answer.ok ? null : answer.error);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [turn]);
  const lookAgain = useCallback(() => setTurn((it) => it + 1), []);
  return { found, error, lookAgain };
}

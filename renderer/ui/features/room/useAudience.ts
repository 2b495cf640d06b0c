import { useCallback, useEffect, useState } from 'react';
import type { Person } from '../../../../common/chat/message.ts';
import type { Result } from '../../../../common/result.ts';
import { useStudio } from '../../app/hooks.ts';

/** Looked at anew so often, while somebody looks. */
const EVERY_MS = 5000;

/** Who is in the room; null until it is known. */
export function useAudience(): {
  answer: Result<readonly Person[]> | null;
  refresh: () => void;
} {
  const [answer, setAnswer] = useState<Result<readonly Person[]> | null>(null);
  const connected = useStudio(({ session }) => session.chat.state === 'connected');
  const look = useCallback(async () => {
    const next = await window.studio.invoke('chat:audience', undefined).catch(() => null);
    if (next) setAnswer(next);
  }, []);
  useEffect(() => {
    if (!connected) return;
    void look();
    const timer = setInterval(() => {
      if (!document.hidden) void look();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [connected, look]);
  return { answer, refresh: () => void look() };
}

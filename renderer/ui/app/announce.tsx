import { useSyncExternalStore } from 'react';

let text = '';
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Says something to those who hear the page: what a key has moved, where it is now. */
export function announce(words: string): void {
  // The same words again are only heard if the text differs.
  text = words === text ? `${words}\u00a0` : words;
  for (const listener of listeners) listener();
}

/** Stands in the page once. */
export function Announcer() {
  const said = useSyncExternalStore(subscribe, () => text);
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}

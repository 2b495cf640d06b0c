import { useSyncExternalStore } from 'react';
import type { Filter } from '../../../../common/show/filters.ts';

const listeners = new Set<() => void>();
let copied: readonly Filter[] = [];

/** Remembers filters until others are copied or the window closes. */
export function copyFilters(filters: readonly Filter[]): void {
  copied = filters;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useCopiedFilters = (): readonly Filter[] =>
  useSyncExternalStore(subscribe, () => copied);

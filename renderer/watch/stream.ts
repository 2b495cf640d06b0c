import type { StreamAnswer } from './states.ts';

const ASK_TIMEOUT_MS = 5_000;

/** Name and token of the stream, from the page's own address. */
export type StreamAddress = { readonly name: string; readonly query: string };

export function addressOf(location: Location): StreamAddress {
  const name = /^\/watch\/([A-Za-z0-9_-]{1,64})$/.exec(location.pathname)?.[1] ?? 'live';
  const token = new URLSearchParams(location.search).get('token');
  return { name, query: token ? `?token=${encodeURIComponent(token)}` : '' };
}

/** Where the stream is, as one of the ways it is served. */
export const urlOf = (kind: 'flv' | 'm3u8', { name, query }: StreamAddress): string =>
  new URL(`/live/${name}.${kind}${query}`, location.href).href;

/** Asks the server whether the show is on. Never throws. */
export async function askServer({ name, query }: StreamAddress): Promise<StreamAnswer> {
  try {
    const response = await fetch(`/api/stream/${name}${query}`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    });
    if (response.status === 401) return { kind: 'token' };
    if (!response.ok) return { kind: 'unreachable' };
    const info = (await response.json()) as { live: boolean; viewers: number; full: boolean };
    return info.live
      ? { kind: 'live', viewers: info.viewers, full: info.full }
      : { kind: 'notLive' };
  } catch {
    return { kind: 'unreachable' };
  }
}

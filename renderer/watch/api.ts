import type { Result } from '../../common/result.ts';
import type { Category, RoomCard } from '../../common/rooms/room.ts';

const TIMEOUT_MS = 8_000;

/** What a viewer may know of a room. */
export type RoomView = {
  readonly room: RoomCard;
  readonly live: boolean;
  readonly stream: string | null;
  readonly followers: number;
  readonly following: boolean;
  /** The host takes requests to come on air; absent where there are no guests. */
  readonly handsOpen?: boolean;
};

export type Guest = {
  readonly userId: string;
  readonly name: string;
  readonly token: string;
  readonly expiresAtMs: number;
};

/** The secrets of the page's own address, carried along: the play token and a private room's invite. */
export function carriedQuery(more: Readonly<Record<string, string>> = {}): string {
  const own = new URLSearchParams(location.search);
  const query = new URLSearchParams(more);
  for (const name of ['token', 'invite']) {
    const value = own.get(name);
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `?${query}` : '';
}

/** Calls the server. Never throws: `AUTH`, `ROOM_MISSING`, `RATE_LIMITED` …, `DISCONNECTED`. */
async function call<T>(
  method: string,
  path: string,
  { token, body, query = {} }: { token?: string; body?: unknown; query?: Record<string, string> },
): Promise<Result<T>> {
  try {
    const response = await fetch(`${path}${carriedQuery(query)}`, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (response.ok) return { ok: true, value: answer as T };
    const code = answer.error === 'token' ? 'AUTH' : answer.error;
    return { ok: false, error: { code, message: String(answer.message ?? '') } };
  } catch {
    return { ok: false, error: { code: 'DISCONNECTED', message: 'no answer' } };
  }
}

export const listRooms = (category: Category | null, page: number) =>
  call<{ rooms: RoomCard[]; total: number }>('GET', '/api/rooms', {
    query: { page: String(page), size: '24', ...(category ? { category } : {}) },
  });

export const askRoom = (roomId: string, token?: string) =>
  call<RoomView>('GET', `/api/rooms/${roomId}`, { ...(token ? { token } : {}) });

export const follow = (roomId: string, token: string, on: boolean) =>
  call<{ following: boolean; followers: number }>(
    on ? 'POST' : 'DELETE',
    `/api/rooms/${roomId}/follow`,
    { token },
  );

/** Whose show a guest link leads to; `FORBIDDEN`, `ROOM_MISSING` where it lets nobody in. */
export const askGuestLink = (roomId: string, code: string, token?: string) =>
  call<{ title: string; hostName: string }>('POST', `/api/rooms/${roomId}/guestLink`, {
    ...{ body: { code } },
    ...(token ? { token } : {}),
  });

/** A new guest, or the one of this token by another name. */
export const logInAsGuest = (name: string, token?: string) =>
  call<Guest>('POST', '/api/guest', { body: { name }, ...(token ? { token } : {}) });

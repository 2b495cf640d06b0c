import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MediaParty } from '../cohost/index.ts';
import type { ApiContext } from './apiContext.ts';
import { bearerOf } from './caller.ts';
import { serveFlv } from './flvPlay.ts';
import { refuse } from './replies.ts';

type Ask = { readonly roomId: string; readonly from: MediaParty };

const personPath =
  /^\/api\/rooms\/([A-Za-z0-9_-]{1,64})\/(guests|pk)\/([A-Za-z0-9_.@-]{1,64})\/stream$/;

/** `/api/rooms/<room>/guests/<user>/stream`, `/api/rooms/<room>/pk/<other room>/stream`; null for other paths. */
export function personAskOf(path: string): Ask | null {
  const [, roomId, way, id] = personPath.exec(path) ?? [];
  if (!roomId || !id) return null;
  return { roomId, from: way === 'pk' ? { room: id } : { user: id } };
}

/**
 * What a guest of a room, or the anchor of another one in a PK with it, pushes, as HTTP-FLV, for that host alone: the studio puts it
 * into its programme. It is no viewer: nothing counts it, and a full house does not turn it away.
 */
export async function servePerson(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
  { roomId, from }: Ask,
): Promise<void> {
  if (request.method !== 'GET') return refuse(response, { status: 405, reason: 'method' });
  const account = await context.callers.withToken(bearerOf(request) ?? '');
  if (!account.ok) return refuse(response, { status: 401, reason: 'token' });
  const isHost = context.rooms.room(roomId)?.ownerId === account.value.userId;
  const name = isHost ? context.streamFor(roomId, from) : null;
  const stream = name === null ? undefined : context.hub.get(name);
  if (!stream?.live) return refuse(response, { status: 404, reason: 'not live' });
  serveFlv(response, stream, '', false, context.log);
}

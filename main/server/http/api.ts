import type { IncomingMessage, ServerResponse } from 'node:http';
import { ROOM_SERVICE_PATH } from '../../../common/rooms/api.ts';
import { sameSecret } from '../publishAuth.ts';
import { COVER_PATH } from '../rooms/covers.ts';
import type { ApiContext } from './apiContext.ts';
import { sendError } from './apiReplies.ts';
import { bearerOf } from './caller.ts';
import { baseHeaders } from './guards.ts';
import { peopleCalls } from './peopleApi.ts';
import { personAskOf, servePerson } from './personStream.ts';
import { refuse, sendJson } from './replies.ts';
import { roomServiceCallOf, serveRoomService } from './roomService.ts';
import { callRooms } from './roomsApi.ts';

const ROOMS = '/api/rooms';

/** Paths that belong to rooms and people; they may have bodies and other methods. */
export function isApiPath(path: string): boolean {
  return (
    path === ROOMS ||
    path.startsWith(`${ROOMS}/`) ||
    path.startsWith(`${ROOM_SERVICE_PATH}/`) ||
    path.startsWith(COVER_PATH) ||
    (path.startsWith('/api/') && peopleCalls.has(path.slice('/api/'.length)))
  );
}

/** Answers a call about rooms or people that has passed the guards of host, origin and rate. */
export async function serveApi(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
): Promise<void> {
  const roomService = roomServiceCallOf(path);
  if (roomService !== null) return serveRoomService(context, request, response, roomService, query);
  const people = peopleCalls.get(path.slice('/api/'.length));
  // Logging in shows what one may do; all else wants the token of the watch URL while shared.
  if (path !== '/api/login' && !(await mayCall(context, request, query)))
    return refuse(response, { status: 401, reason: 'token' });
  const asked = personAskOf(path);
  if (asked) return servePerson(context, request, response, asked);
  if (path.startsWith(COVER_PATH)) return serveCover(context, request, response, path);
  if (people) {
    if (request.method !== 'POST') return refuse(response, { status: 405, reason: 'method' });
    const answer = await people(context, request);
    return answer.ok ? sendJson(response, 200, answer.value) : sendError(response, answer.error);
  }
  const answer = await callRooms(context, request, path.slice(ROOMS.length), query);
  if (!answer) return refuse(response, { status: 404, reason: 'not found' });
  if (answer.ok) sendJson(response, 200, answer.value);
  else sendError(response, answer.error);
}

async function mayCall(
  { addressParts, accounts }: ApiContext,
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<boolean> {
  if (!addressParts.shared()) return true;
  if (sameSecret(query.get('token') ?? '', addressParts.playToken)) return true;
  const token = bearerOf(request);
  return token !== null && (await accounts.verify(token)).ok;
}

async function serveCover(
  { covers }: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, { status: 405, reason: 'method' });
  const cover = await covers.read(path);
  if (!cover) return refuse(response, { status: 404, reason: 'not found' });
  response.writeHead(200, {
    ...baseHeaders(),
    // Whatever else is in such a file, it is a picture and nothing more.
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': cover.contentType,
    'Content-Length': cover.body.length,
    'Cache-Control': 'private, max-age=86400, immutable',
  });
  response.end(request.method === 'HEAD' ? undefined : cover.body);
}

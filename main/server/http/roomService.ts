import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ErrorCode, StudioError } from '../../../common/result.ts';
import { olderCalls, ROOM_SERVICE_PATH, roomCodes, roomLimits } from '../../../common/rooms/api.ts';
import type { Account } from '../identity/identity.ts';
import { Addresses } from './addresses.ts';
import type { ApiContext } from './apiContext.ts';
import { readJson } from './body.ts';
import { sendJson } from './replies.ts';
import { anchorCalls } from './roomService/anchors.ts';
import { audienceCalls } from './roomService/audience.ts';
import { type Answer, type Call, fail } from './roomService/call.ts';
import { fieldCalls } from './roomService/fields.ts';
import { roomCalls } from './roomService/rooms.ts';

/** All calls but `login`, by their names of 2019. */
const calls: ReadonlyMap<string, Call> = new Map(
  Object.entries({ ...roomCalls, ...anchorCalls, ...audienceCalls, ...fieldCalls }),
);

const id = z.union([z.string().max(64), z.number()]).transform(String);
const loginInput = z.object({
  userID: id,
  userSig: z.string().max(2048).default(''),
  ownerSecret: z.string().max(256).default(''),
  userName: z.string().max(512).default(''),
  userAvatar: z.string().max(512).default(''),
});

const codeOf: Partial<Record<ErrorCode, number>> = {
  AUTH: roomCodes.authFailed,
  RATE_LIMITED: roomCodes.tooMany,
  ROOM_FULL: roomCodes.roomFull,
  INPUT_INVALID: roomCodes.parameterMissing,
  BUSY: roomCodes.roomInvalid,
};

/** How an error is said in RoomService's words. */
export const answerOf = ({ code, message }: StudioError): Answer =>
  fail(codeOf[code] ?? roomCodes.notOwner, message);

/** `POST /weapp/live_room/<call>`; null for other paths. */
export const roomServiceCallOf = (path: string): string | null => {
  if (!path.startsWith(`${ROOM_SERVICE_PATH}/`)) return null;
  const name = path.slice(ROOM_SERVICE_PATH.length + 1);
  return Object.hasOwn(olderCalls, name) ? (olderCalls[name] ?? name) : name;
};

/** Answers one call that has passed the guards; `{ code, message, … }`, HTTP 200 but for malformed ones. */
export async function serveRoomService(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  query: URLSearchParams,
): Promise<void> {
  const reply = (answer: Answer, status = 200) => sendJson(response, status, answer);
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    return reply(fail(roomCodes.parameterMissing, 'calls are made by POST'), 405);
  }
  const call = calls.get(name);
  if (!call && name !== 'login' && name !== 'logout')
    return reply(fail(roomCodes.parameterMissing, 'no such call'), 404);
  const body = await readJson(request, roomLimits.bodyBytes);
  if (!body.ok) {
    response.setHeader('Connection', 'close');
    return reply(fail(roomCodes.parameterMissing, body.error.message), 400);
  }
  // Older clients say in the query what later ones say in the body.
  const said = { ...Object.fromEntries(query), ...body.value };
  if (name === 'login') return reply(await login(context, request, said));
  const token = query.get('token') ?? '';
  const account = await context.callers.withToken(token);
  if (!account.ok) return reply(answerOf(account.error));
  const callerId = query.get('userID');
  if (callerId !== null && callerId !== account.value.userId)
    return reply(fail(roomCodes.authFailed, 'the token is of somebody else'));
  if (name === 'logout') {
    await context.accounts.logout(token);
    return reply({ code: roomCodes.ok, message: 'ok' });
  }
  reply(await run(call as Call, context, request, account.value, said));
}

async function run(
  call: Call,
  context: ApiContext,
  request: IncomingMessage,
  account: Account,
  said: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const input = call.input.safeParse({ userID: account.userId, ...said });
  if (!input.success) {
    const [field = 'the body'] = input.error.issues.map(({ path }) => path.join('.'));
    return fail(roomCodes.parameterMissing, `${field.slice(0, 64)} is missing or malformed`);
  }
  const addresses = new Addresses(context.addressParts, request);
  return call.run({ ...context, account, addresses }, input.data);
}

async function login(
  context: ApiContext,
  request: IncomingMessage,
  said: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const may = context.callers.mayFrom(request, 'login');
  if (!may.ok) return answerOf(may.error);
  const input = loginInput.safeParse({ userID: '', ...said });
  if (!input.success) return fail(roomCodes.signatureParameters, 'the login is malformed');
  const { userID, userSig, ownerSecret, userName: name, userAvatar: avatar } = input.data;
  if (!ownerSecret && (!userID || !userSig))
    return fail(roomCodes.signatureParameters, 'userID and userSig are missing');
  const profile = { name, avatar };
  const logged = ownerSecret
    ? await context.accounts.loginOwner(ownerSecret, profile)
    : await context.accounts.loginSigned(userID, userSig, profile);
  if (!logged.ok) return answerOf(logged.error);
  const { account, token, expiresAtMs } = logged.value;
  return {
    ...{ code: roomCodes.ok, message: 'ok', userID: account.userId, token },
    ...{ userName: account.name, userAvatar: account.avatar, expiresAtMs },
    timestamp: Math.floor(context.rooms.now / 1000),
  };
}

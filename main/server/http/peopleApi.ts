import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { err, ok, type Result } from '../../../common/result.ts';
import { roomLimits } from '../../../common/rooms/api.ts';
import { isGuest, type Login } from '../identity/accounts.ts';
import type { ApiContext } from './apiContext.ts';
import { readBody, readJson } from './body.ts';
import { bearerOf } from './caller.ts';

const said = z.string().max(512).default('');
const loginInput = z.object({
  ownerSecret: z.string().max(256).default(''),
  studioSecret: z.string().max(256).default(''),
  userId: z.string().max(64).default(''),
  userSig: z.string().max(2048).default(''),
  name: said,
  avatar: said,
});
const guestInput = z.object({ name: said });

/** Calls that are about no room, most of them about who somebody is: `POST /api/<call>`. */
export const peopleCalls: ReadonlyMap<
  string,
  (context: ApiContext, request: IncomingMessage) => Promise<Result<unknown>>
> = new Map([
  ['login', login],
  ['guest', guest],
  ['logout', logout],
  ['usersig', userSig],
  ['cover', keepCover],
]);

async function login(context: ApiContext, request: IncomingMessage): Promise<Result<unknown>> {
  const may = context.callers.mayFrom(request, 'login');
  if (!may.ok) return may;
  const input = await inputOf(request, loginInput);
  if (!input.ok) return input;
  const { ownerSecret, studioSecret, userId, userSig: sig, ...profile } = input.value;
  const { accounts } = context;
  const logged = ownerSecret
    ? await accounts.loginOwner(ownerSecret, profile)
    : studioSecret
      ? await accounts.loginStudio(studioSecret, userId, profile)
      : await accounts.loginSigned(userId, sig, profile);
  return logged.ok ? ok(answerOf(logged.value)) : logged;
}

async function guest(context: ApiContext, request: IncomingMessage): Promise<Result<unknown>> {
  const may = context.callers.mayFrom(request, 'guest');
  if (!may.ok) return may;
  const input = await inputOf(request, guestInput);
  if (!input.ok) return input;
  const known = await context.callers.ofRequest(request);
  const account = known.ok ? known.value : null;
  const isChinese = /^\s*zh\b/i.test(request.headers['accept-language'] ?? '');
  const language = isChinese ? 'zh-CN' : 'en';
  return ok(answerOf(await context.accounts.guest(input.value.name, account, language)));
}

async function logout(context: ApiContext, request: IncomingMessage): Promise<Result<unknown>> {
  const token = bearerOf(request);
  if (token !== null) await context.accounts.logout(token);
  return ok({});
}

/** Keeps a picture for rooms to come. */
async function keepCover(
  { callers, covers }: ApiContext,
  request: IncomingMessage,
): Promise<Result<unknown>> {
  const account = await callers.ofRequest(request);
  if (!account.ok) return account;
  if (!account.value) return err('AUTH', 'log in first');
  if (isGuest(account.value)) return err('FORBIDDEN', 'guests have no rooms');
  const may = callers.mayCover(account.value.userId);
  if (!may.ok) return may;
  const body = await readBody(request, roomLimits.coverBytes);
  if (!body.ok) return body;
  const cover = await covers.add(body.value);
  return cover.ok ? ok({ cover: cover.value }) : cover;
}

async function userSig(context: ApiContext, request: IncomingMessage): Promise<Result<unknown>> {
  const account = await context.callers.ofRequest(request);
  if (!account.ok) return account;
  if (!account.value) return err('AUTH', 'log in first');
  const signed = await context.accounts.userSig(bearerOf(request) ?? '');
  return signed.ok ? ok({ userId: account.value.userId, ...signed.value }) : signed;
}

const answerOf = ({ account, token, expiresAtMs }: Login) => ({
  ...{ userId: account.userId, name: account.name, avatar: account.avatar },
  ...{ token, expiresAtMs },
});

/** A JSON body as a schema wants it. `INPUT_INVALID` names the first field that is wrong. */
export async function inputOf<S extends z.ZodType>(
  request: IncomingMessage,
  schema: S,
): Promise<Result<z.output<S>>> {
  const body = await readJson(request, roomLimits.bodyBytes);
  if (!body.ok) return body;
  const input = schema.safeParse(body.value);
  if (input.success) return ok(input.data);
  const field = input.error.issues[0]?.path.join('.').slice(0, 64) || 'the body';
  return err('INPUT_INVALID', `${field} is missing or malformed`, { field });
}

import { createHmac } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { Api } from 'tls-sig-api-v2';
import { z } from 'zod';
import { userIdSchema } from '../../../common/chat/message.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { sameSecret } from '../publishAuth.ts';

/** The application that UserSigs are of, and the key they are signed with. */
export type SigKey = {
  readonly sdkAppId: number;
  /** Secret. */
  readonly key: string;
};

const MOST_SIG_CHARS = 2_048;
const MOST_SIG_BYTES = 4_096;
/** How far another clock may be ahead of ours, seconds. */
const CLOCK_SLACK_SECONDS = 300;

const ticketSchema = z.object({
  'TLS.ver': z.literal('2.0'),
  'TLS.identifier': userIdSchema,
  'TLS.sdkappid': z.number().int(),
  'TLS.time': z.number().int().min(0),
  'TLS.expire': z.number().int().min(1),
  'TLS.sig': z.string().max(128),
});

/** A UserSig of `userId`, good for `seconds` from now on. */
export const issueUserSig = ({ sdkAppId, key }: SigKey, userId: string, seconds: number): string =>
  new Api(sdkAppId, key).genSig(userId, seconds, null);

/**
 * Judges a UserSig by signing its fields again. Tells when it expires, ms since the epoch, and by what
 * it is known again: the same fields can be packed in many ways, and all of them are one UserSig. `AUTH` for one that is malformed, of another application or person, of another key, expired, or not yet good.
 */
export function judgeUserSig(
  { sdkAppId, key }: SigKey,
  userId: string,
  userSig: string,
  nowMs: number,
): Result<{ expiresAtMs: number; mark: string }> {
  const ticket = readTicket(userSig);
  if (!ticket) return err('AUTH', 'the UserSig cannot be read');
  const signed =
    `TLS.identifier:${ticket['TLS.identifier']}\n` +
    `TLS.sdkappid:${ticket['TLS.sdkappid']}\n` +
    `TLS.time:${ticket['TLS.time']}\n` +
    `TLS.expire:${ticket['TLS.expire']}\n`;
  const wanted = createHmac('sha256', key).update(signed).digest('base64');
  // The signature first: what is not ours is told nothing of the rest.
  if (!sameSecret(ticket['TLS.sig'], wanted)) return err('AUTH', 'the UserSig is of another key');
  if (ticket['TLS.sdkappid'] !== sdkAppId || ticket['TLS.identifier'] !== userId)
    return err('AUTH', 'the UserSig is of another application or person');
  const nowSeconds = nowMs / 1000;
  if (ticket['TLS.time'] > nowSeconds + CLOCK_SLACK_SECONDS)
    return err('AUTH', 'the UserSig is of the future');
  const expiresAtSeconds = ticket['TLS.time'] + ticket['TLS.expire'];
  if (expiresAtSeconds <= nowSeconds) return err('AUTH', 'the UserSig has expired');
  return ok({ expiresAtMs: expiresAtSeconds * 1000, mark: wanted });
}

/** Null for what is no UserSig; one with a `TLS.userbuf` is a room key and no login. */
function readTicket(userSig: string): z.infer<typeof ticketSchema> | null {
  if (userSig.length > MOST_SIG_CHARS || !/^[A-Za-z0-9*_-]+$/.test(userSig)) return null;
  try {
    const base64 = userSig.replace(/\*/g, '+').replace(/-/g, '/').replace(/_/g, '=');
    const text = inflateSync(Buffer.from(base64, 'base64'), { maxOutputLength: MOST_SIG_BYTES });
    const parsed = ticketSchema.safeParse(JSON.parse(text.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

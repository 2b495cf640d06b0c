import { err, ok, type Result } from '../../../common/result.ts';
import { postForJson } from './http.ts';

/** A UserSig of the customer's own endpoint, which alone knows the key. Secret. `AUTH`, `SERVICE`, `TIMEOUT`. */
export async function askUserSig(url: string, userId: string): Promise<Result<string>> {
  const answered = await postForJson({
    url,
    what: 'UserSig',
    type: 'application/json',
    body: JSON.stringify({ userID: userId }),
  });
  if (!answered.ok) return answered;
  const { userSig } = answered.value;
  return typeof userSig === 'string' && /^[A-Za-z0-9*_-]{1,4096}$/.test(userSig)
    ? ok(userSig)
    : err('SERVICE', 'UserSig: the answer has none', { reason: 'no userSig in the answer' });
}

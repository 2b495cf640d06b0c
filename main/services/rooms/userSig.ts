import { err, ok, type Result } from '../../../common/result.ts';
import { askJson, refused } from './http.ts';

/** A UserSig of the customer's own endpoint, which alone knows the key. Secret. `AUTH`, `SERVICE`, `TIMEOUT`. */
export async function askUserSig(url: string, userId: string): Promise<Result<string>> {
  const what = 'UserSig';
  const answer = await askJson({ method: 'POST', url, what, body: { userID: userId } });
  if (!answer.ok) return answer;
  const { status, value } = answer.value;
  if (status === 401 || status === 403)
    return err('AUTH', `${what}: the endpoint gives none to this account`);
  const { userSig } = value;
  return typeof userSig === 'string' && /^[A-Za-z0-9*_-]{1,4096}$/.test(userSig)
    ? ok(userSig)
    : refused(what, `no userSig in the answer (HTTP ${status})`);
}

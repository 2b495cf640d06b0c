import type { RelayOrder } from '../../../common/ipc/server.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { parseRtmpUrl } from '../../output/rtmp/url.ts';
import { limits } from '../limits.ts';
import { streamNamePattern } from '../publishAuth.ts';

/** `INPUT_INVALID` for too many or twice the same id, `URL_INVALID`. */
export function checkRelays(relays: readonly RelayOrder[]): Result<readonly RelayOrder[]> {
  const { maxTargets } = limits.relay;
  if (relays.length > maxTargets) {
    return err('INPUT_INVALID', `${relays.length} relay targets; ${maxTargets} at most`);
  }
  if (new Set(relays.map(({ id }) => id)).size < relays.length) {
    return err('INPUT_INVALID', 'two relay targets have the same id');
  }
  for (const { url, stream } of relays) {
    if (!streamNamePattern.test(stream)) return err('INPUT_INVALID', 'a relay of no stream name');
    const target = parseRtmpUrl(url);
    if (!target.ok) return target;
  }
  return ok(relays);
}

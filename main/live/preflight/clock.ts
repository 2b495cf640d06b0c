import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, green, notGreen, skipped } from './findings.ts';
import type { HttpAnswer } from './http.ts';

/** A signed URL's expiry is checked against the server's clock: so far off it still works, s. */
const TOLERANCE_SECONDS = 30;
const TIMESYNC = '/run/systemd/timesync';

/**
 * Compares the clock with what servers said of theirs, else asks the system whether it is set by the network.
 * @param answers of servers, one of them is enough
 * @param signs whether a push URL is signed with an expiry: then a wrong clock keeps the show off the air
 */
export async function checkClock(
  answers: readonly (HttpAnswer | null)[],
  signs: boolean,
): Promise<Finding> {
  const aheadMs = answers.find((answer) => answer?.aheadMs != null)?.aheadMs;
  if (aheadMs != null) {
    const seconds = Math.round(-aheadMs / 1000);
    const values = { seconds, toleranceSeconds: TOLERANCE_SECONDS };
    return Math.abs(aheadMs) <= TOLERANCE_SECONDS * 1000
      ? green('clockCompared', values)
      : notGreen(signs ? 'red' : 'amber', 'clockCompared', 'clock', values);
  }
  const synced = await setByNetwork();
  if (synced === null) return skipped('clockUnknown');
  return synced ? green('clockSynced') : notGreen('amber', 'clockNotSynced', 'clock');
}

/** By the files of systemd-timesyncd (systemd-timesyncd.service(8)); null where it does not run. */
async function setByNetwork(): Promise<boolean | null> {
  const there = (file: string) => stat(join(TIMESYNC, file)).catch(() => null);
  if (await there('synchronized')) return true;
  return (await there('.')) ? false : null;
}

import { type ErrorCode, err, type Result } from '../../../common/result.ts';

/** What the codes of the service and of its SDK are here. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  10007: 'FORBIDDEN',
  10010: 'ROOM_MISSING',
  10015: 'ROOM_MISSING',
  10014: 'ROOM_FULL',
  10017: 'MUTED',
  10023: 'RATE_LIMITED',
  20003: 'PERSON_AWAY',
  80001: 'WORD_BANNED',
  80002: 'INPUT_INVALID',
  70001: 'AUTH',
  70003: 'AUTH',
  70009: 'AUTH',
  70013: 'AUTH',
  70014: 'AUTH',
  2800: 'DISCONNECTED',
  2801: 'TIMEOUT',
  2805: 'DISCONNECTED',
  2996: 'RATE_LIMITED',
  2999: 'DISCONNECTED',
  3001: 'AUTH',
  3005: 'DISCONNECTED',
};

/** The service's own text is left out: it can name accounts and addresses. */
export function failed(what: string, error: unknown): Result<never> {
  const { code } = (error ?? {}) as { code?: unknown };
  const number = typeof code === 'number' ? code : 0;
  return err(CODES[number] ?? 'SERVICE', `Tencent's chat refused: ${what} (code ${number}).`, {
    status: number,
  });
}

/** What a call came to; `what` names it for the error. */
export async function tried<T>(what: string, call: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return failed(what, error);
  }
}

import { err, ok, type Result } from '../../../common/result.ts';

export type HttpCall = {
  readonly url: string;
  /** What is asked for, for error texts: never the URL, which holds a token. */
  readonly what: string;
  readonly body: string | Uint8Array;
  readonly type: string;
  /** Default 8 s. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 8_000;
/** Longest answer, bytes: a page of rooms is far below. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

const closed = (what: string): Result<never> =>
  err('DISCONNECTED', `${what}: the service cannot be reached`);

/**
 * Posts and reads one JSON object. `TIMEOUT`, `DNS`, `TLS`, `DISCONNECTED`, `AUTH` (401, 403),
 * `RATE_LIMITED` (429), `SERVICE` for any other status and for what is no JSON.
 */
export async function postForJson(call: HttpCall): Promise<Result<Record<string, unknown>>> {
  const { url, what, body, type, timeoutMs = TIMEOUT_MS } = call;
  const refused = (reason: string) => err('SERVICE', `${what}: ${reason}`, { reason });
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': type },
      // A secret stands in the query: it goes to nobody else.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await textOf(response);
    if (response.status === 401 || response.status === 403)
      return err('AUTH', `${what}: the service does not accept this account`);
    if (response.status === 429) return err('RATE_LIMITED', `${what}: asked too often`);
    if (!response.ok) return refused(`HTTP ${response.status}`);
    if (text === null) return refused('the answer is too long');
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? ok(value as Record<string, unknown>)
      : refused('the answer is no object');
  } catch (error) {
    if (error instanceof SyntaxError) return refused('the answer is no JSON');
    return failed(error, what, timeoutMs);
  }
}

/** The body, or null when it is longer than anything that was asked for. */
async function textOf(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  if (!response.body) return text;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** What `fetch` throws, in our words. Its own may hold the URL. */
function failed(error: unknown, what: string, timeoutMs: number): Result<never> {
  const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
  const code = cause?.code ?? '';
  if (name === 'TimeoutError')
    return err('TIMEOUT', `${what}: no answer within ${timeoutMs} ms`, { afterMs: timeoutMs });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return err('DNS', `${what}: the name of the service cannot be resolved`);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
    return err('TLS', `${what}: no safe connection to the service (${code})`);
  return closed(what);
}

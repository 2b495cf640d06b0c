import { err, ok, type Result } from '../../../common/result.ts';

export type HttpCall = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** What is asked for, for error texts: never the URL, which may hold a token. */
  readonly what: string;
  /** Secret. */
  readonly bearer?: string;
  /** An object is sent as JSON, bytes as they are. */
  readonly body?: Readonly<Record<string, unknown>> | Uint8Array;
  /** Default 8 s. */
  readonly timeoutMs?: number;
};

export type HttpAnswer = {
  readonly status: number;
  readonly value: Readonly<Record<string, unknown>>;
};

const TIMEOUT_MS = 8_000;
/** Longest answer, bytes: a page of rooms, or the minutes of two days, are below. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** The service said no, in its own words; no more of them than a line. */
export const refused = (what: string, reason: string): Result<never> => {
  const short = reason.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200);
  return err('SERVICE', `${what}: ${short}`, { reason: short });
};

/**
 * Asks for one JSON object, whatever the status. `TIMEOUT`, `DNS`, `TLS`, `DISCONNECTED`, and
 * `SERVICE` for what is no JSON object or too long.
 */
export async function askJson(call: HttpCall): Promise<Result<HttpAnswer>> {
  const { method, url, what, bearer, body, timeoutMs = TIMEOUT_MS } = call;
  const isBytes = body instanceof Uint8Array;
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}),
        ...(body
          ? { 'Content-Type': isBytes ? 'application/octet-stream' : 'application/json' }
          : {}),
      },
      ...(body ? { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) } : {}),
      // A secret goes along: nobody else gets it.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await textOf(response);
    if (text === null) return refused(what, 'the answer is too long');
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? ok({ status: response.status, value: value as Record<string, unknown> })
      : refused(what, 'the answer is no object');
  } catch (error) {
    if (error instanceof SyntaxError) return refused(what, 'the answer is no JSON');
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
  return err('DISCONNECTED', `${what}: the service cannot be reached`);
}

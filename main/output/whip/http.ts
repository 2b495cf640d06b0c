import { type IncomingMessage, request as requestHttp } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';
import { err, ok, type Result } from '../../../common/result.ts';
import { socketError, whipError } from './errors.ts';
import { resolveWithin } from './url.ts';

/** An answer may be so long, bytes; nothing of WHIP comes near. */
export const LONGEST_BODY = 65_536;
const MOST_REDIRECTS = 3;
/** Only these keep the method and the body (RFC 9110, 15.4). */
const REDIRECTS = new Set([307, 308]);

export type WhipRequest = {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  /** The bearer token; goes to the origin of `tokenFor` only. */
  readonly token: string | null;
  /** The address that the person trusted with the token. */
  readonly tokenFor: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, redirects too, ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Certificates to trust instead of the system's; for tests. */
  readonly ca?: string;
};

export type WhipResponse = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  /** Where it came from in the end. */
  readonly url: URL;
};

/**
 * One exchange with a WHIP server. Every status is a success here; failures are those of network,
 * time, size and redirects: `DNS`, `REFUSED`, `UNREACHABLE`, `TIMEOUT`, `TLS`, `DISCONNECTED`, `PROTOCOL`.
 */
export async function exchange(request: WhipRequest): Promise<Result<WhipResponse>> {
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
  let { url } = request;
  for (let redirects = 0; ; redirects++) {
    const answer = await exchangeOnce({ ...request, url, signal });
    if (!answer.ok)
      return deadline.aborted
        ? { ok: false, error: whipError(url, 'TIMEOUT', { afterMs: request.timeoutMs }) }
        : answer;
    if (!REDIRECTS.has(answer.value.status)) return answer;
    const location = headerOf(answer.value, 'location');
    const next = location === undefined ? null : resolveWithin(url, location);
    if (!next || redirects === MOST_REDIRECTS)
      return { ok: false, error: whipError(url, 'PROTOCOL', { status: answer.value.status }) };
    url = next;
  }
}

/** The first value of a header. */
export function headerOf({ headers }: WhipResponse, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function exchangeOnce(request: WhipRequest): Promise<Result<WhipResponse>> {
  const { method, url, token, tokenFor, body, signal, ca } = request;
  const headers: Record<string, string> = { ...request.headers };
  if (token && url.origin === tokenFor.origin) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
  const options: RequestOptions = { method, headers, signal, agent: false, ca };
  return new Promise((resolve) => {
    const fail = (cause: Error) => resolve({ ok: false, error: socketError(url, cause) });
    try {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const sent = send(url, options, (answer) => {
        collect(answer, url).then(resolve, fail);
      });
      sent.on('error', fail);
      sent.end(body);
    } catch {
      // A token with characters that no header may hold.
      resolve(err('AUTH', 'the token holds characters that cannot be sent'));
    }
  });
}

async function collect(answer: IncomingMessage, url: URL): Promise<Result<WhipResponse>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer) {
    length += (part as Buffer).length;
    if (length > LONGEST_BODY) {
      answer.destroy();
      return { ok: false, error: whipError(url, 'PROTOCOL', { mostBytes: LONGEST_BODY }) };
    }
    parts.push(part as Buffer);
  }
  const body = Buffer.concat(parts).toString('utf8');
  return ok({ status: answer.statusCode ?? 0, headers: answer.headers, body, url });
}

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { RtmpTarget } from '../../output/rtmp/url.ts';
import { type Finding, green, notGreen } from './findings.ts';

const ANSWER_MS = 5_000;

export type HttpAnswer = {
  readonly status: number;
  /** How far the server's clock is ahead of ours, ms; null where it does not tell. Good to a second. */
  readonly aheadMs: number | null;
};

/** Asks without a body and without any secret; null where nothing answers in time. Redirects are not followed. */
export async function askHttp(
  method: 'OPTIONS' | 'HEAD',
  url: string,
  signal: AbortSignal,
): Promise<HttpAnswer | null> {
  if (signal.aborted || !URL.canParse(url)) return null;
  const request = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
  const askedAtMs = Date.now();
  return new Promise((resolve) => {
    const asked = request(url, {
      method,
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    asked.on('error', () => resolve(null));
    asked.on('response', (response) => {
      const nowMs = Date.now();
      const dateMs = Date.parse(response.headers.date ?? '');
      response.destroy();
      // A Date header has whole seconds: on average it is half of one behind.
      const aheadMs = Number.isFinite(dateMs) ? dateMs + 500 - (askedAtMs + nowMs) / 2 : null;
      resolve({ status: response.statusCode ?? 0, aheadMs });
    });
    asked.end();
  });
}

/** What openTransport needs of a WHIP endpoint. */
export function placeOfEndpoint(endpoint: string): RtmpTarget {
  const { protocol, hostname, port, host } = new URL(endpoint);
  const secure = protocol === 'https:';
  return {
    secure,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    app: '',
    streamName: '',
    tcUrl: '',
    masked: `${protocol}//${host}`,
  };
}

/** Whether an HTTP server that may speak WHIP stands at the endpoint (RFC 9725, section 4.2: OPTIONS). */
export async function checkWhip(
  endpoint: string,
  signal: AbortSignal,
): Promise<{ readonly finding: Finding; readonly answer: HttpAnswer | null }> {
  const { host, port } = placeOfEndpoint(endpoint);
  const answer = await askHttp('OPTIONS', endpoint, signal);
  const values = { host, port, status: answer?.status ?? 0 };
  if (!answer) {
    const error = {
      code: 'TIMEOUT' as const,
      message: `${host}:${port} does not answer over HTTP`,
      detail: { host, port, afterMs: ANSWER_MS },
    };
    return { finding: notGreen('red', 'handshakeFailed', 'whipServer', values, error), answer };
  }
  const { status } = answer;
  // It may want a token (401, 403) or not know OPTIONS (405, 501): it is there all the same.
  if (status < 400 || [401, 403, 405, 501].includes(status))
    return { finding: green('whipAnswered', values), answer };
  const state = status >= 500 ? 'red' : 'amber';
  return { finding: notGreen(state, 'whipRefused', 'whipServer', values), answer };
}

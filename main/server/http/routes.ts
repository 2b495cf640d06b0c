import type { IncomingMessage, ServerResponse } from 'node:http';
import { limits, RateLimiter } from '../limits.ts';
import { Viewer } from '../play/viewer.ts';
import { sameSecret, streamNamePattern } from '../publishAuth.ts';
import type { HttpContext } from './context.ts';
import { baseHeaders, hasBody, hostAllowed, type Refusal, sameOrigin } from './guards.ts';
import { hlsAskOf, serveHls } from './hlsRoutes.ts';
import { refuse, refuseFull, sendFile, sendJson } from './replies.ts';

/** Answer of `/api/stream/<name>`. */
export type StreamInfo = {
  readonly live: boolean;
  readonly viewers: number;
  /** Milliseconds since the epoch; null while not live. */
  readonly startedAtMs: number | null;
  /** No other viewer would be let in now. */
  readonly full: boolean;
};

/** The whole HTTP surface: viewer page, stream state, HTTP-FLV, HLS, health. */
export function createRoutes(context: HttpContext) {
  const limiter = new RateLimiter(limits.http.requestBurst, limits.http.requestsPerSecond);
  const flvPath = new RegExp(`^/${context.app}/([^/]+)\\.flv$`);

  return (request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => response.destroy());
    try {
      const address = request.socket.remoteAddress ?? '';
      const refusal = guard(request, context, limiter.take(address, Date.now()));
      if (refusal) return refuse(response, refusal);
      route(request, response);
    } catch {
      failed(response);
    }
  };

  function route(request: IncomingMessage, response: ServerResponse): void {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    if (path === '/healthz') return sendJson(response, 200, { ok: true });

    const api = /^\/api\/stream\/([^/]+)$/.exec(path);
    const flv = flvPath.exec(path);
    const hls = hlsAskOf(context.app, path);
    const name = api?.[1] ?? flv?.[1] ?? hls?.name;
    if (name !== undefined) {
      const asked = new URLSearchParams(query);
      const refusal = guardPlay(request, name, asked);
      if (refusal) return refuse(response, refusal);
      if (api) return sendJson(response, 200, infoOf(name));
      if (flv || !hls) return play(request, response, name);
      return void serveHls(context, request, response, hls, asked).catch(() => failed(response));
    }

    const watch = /^\/watch\/([^/]+)$/.exec(path);
    const isPage = path === '/' || (watch !== null && streamNamePattern.test(watch[1] ?? ''));
    const file = context.files.get(isPage ? '/index.html' : path);
    if (!file) return refuse(response, { status: 404, reason: 'not found' });
    sendFile(request, response, file);
  }

  function guardPlay(
    request: IncomingMessage,
    name: string,
    query: URLSearchParams,
  ): Refusal | null {
    if (!sameOrigin(request)) return { status: 403, reason: 'foreign origin' };
    if (context.shared() && !sameSecret(query.get('token') ?? '', context.playToken)) {
      return { status: 401, reason: 'token' };
    }
    return streamNamePattern.test(name) ? null : { status: 404, reason: 'not found' };
  }

  function infoOf(name: string): StreamInfo {
    const stream = context.hub.get(name);
    const full = context.admission.full !== null;
    if (!stream?.live) return { live: false, viewers: 0, startedAtMs: null, full };
    const { flv, hls } = context.viewers.of(name);
    return { live: true, viewers: flv + hls, startedAtMs: stream.startedAtMs, full };
  }

  function play(request: IncomingMessage, response: ServerResponse, name: string): void {
    const stream = context.hub.get(name);
    if (!stream?.live) return refuse(response, { status: 404, reason: 'not live' });
    const asksOnly = request.method === 'HEAD';
    if (!asksOnly) {
      const verdict = context.admission.admit();
      if (!verdict.admitted) return refuseFull(response, verdict.retryAfterSeconds);
    }
    response.writeHead(200, {
      ...baseHeaders(),
      'Content-Type': 'video/x-flv',
      'Cache-Control': 'no-store',
      Connection: 'close',
    });
    if (asksOnly) return void response.end();
    request.socket.setNoDelay(true);
    const viewer = new Viewer(response, () => context.log(`play: a viewer read too slowly, cut`));
    response.on('close', () => stream.remove(viewer));
    stream.add(viewer);
  }
}

function failed(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else refuse(response, { status: 500, reason: 'internal' });
}

function guard(
  request: IncomingMessage,
  context: HttpContext,
  withinRate: boolean,
): Refusal | null {
  if (!withinRate) return { status: 429, reason: 'too many requests' };
  if (!hostAllowed(request.headers.host, context.port(), context.shared())) {
    return { status: 403, reason: 'unknown host' };
  }
  if ((request.url?.length ?? 0) > limits.http.maxUrlChars) {
    return { status: 414, reason: 'address too long' };
  }
  if (hasBody(request)) return { status: 413, reason: 'no body expected' };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, reason: 'method' };
  }
  return null;
}

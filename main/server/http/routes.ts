import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopback } from '../address.ts';
import { limits, RateLimiter } from '../limits.ts';
import { sameSecret, streamNamePattern } from '../publishAuth.ts';
import { isHelpPath, serveHelp } from '../tls/help/routes.ts';
import { isApiPath, serveApi } from './api.ts';
import { bearerOf } from './caller.ts';
import type { HttpContext, RequestKind } from './context.ts';
import { flvHeaders, serveFlv } from './flvPlay.ts';
import {
  baseHeaders,
  guestPageHeaders,
  hasBody,
  hostAllowed,
  isEncrypted,
  isHere,
  type Refusal,
  sameOrigin,
} from './guards.ts';
import { hlsAskOf, serveHls } from './hlsRoutes.ts';
import { redirect, refuse, refuseFull, sendFile, sendJson } from './replies.ts';
import type { StaticFile } from './staticFiles.ts';

/** Answer of `/api/stream/<name>`. */
export type StreamInfo = {
  readonly live: boolean;
  readonly viewers: number;
  /** Milliseconds since the epoch; null while not live. */
  readonly startedAtMs: number | null;
  /** No other viewer would be let in now. */
  readonly full: boolean;
};

const guestPagePattern = /^\/guest\/[A-Za-z0-9_-]{1,64}$/;
const pagePattern = /^\/(watch|room)\/([^/]+)$/;

/** The whole HTTP surface: viewer page, stream state, HTTP-FLV, HLS, rooms, health. */
export function createRoutes(context: HttpContext) {
  const limiter = new RateLimiter(limits.http.requestBurst, limits.http.requestsPerSecond);
  const flvPath = new RegExp(`^/${context.app}/([^/]+)\\.flv$`);

  return (request: IncomingMessage, response: ServerResponse): void => {
    const startedAtMs = performance.now();
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    response.on('error', () => response.destroy());
    response.on('close', () =>
      context.answered(kindOf(path), response.statusCode, (performance.now() - startedAtMs) / 1000),
    );
    try {
      const withinRate = limiter.take(context.networks.of(request), Date.now());
      const refusal = guard(request, path, context, withinRate);
      if (refusal) return refuse(response, refusal);
      route(request, response, path);
    } catch {
      failed(response);
    }
  };

  function route(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (path === '/healthz') return sendJson(response, 200, { ok: true });
    const query = new URLSearchParams((request.url ?? '').split('?', 2)[1] ?? '');
    const failing = () => failed(response);
    if (path === '/metrics') return void serveMetrics(request, response).catch(failing);
    if (isApiPath(path)) {
      if (!sameOrigin(request, context.reach()))
        return refuse(response, { status: 403, reason: 'foreign origin' });
      return void serveApi(context.api, request, response, path, query).catch(failing);
    }

    const api = /^\/api\/stream\/([^/]+)$/.exec(path);
    const flv = flvPath.exec(path);
    const hls = hlsAskOf(context.app, path);
    const name = api?.[1] ?? flv?.[1] ?? hls?.name;
    if (name !== undefined) {
      const refusal = guardPlay(request, name, query);
      if (refusal) return refuse(response, refusal);
      if (api) return sendJson(response, 200, infoOf(name));
      if (flv || !hls) return play(request, response, name);
      return void serveHls(context, request, response, hls, query).catch(failing);
    }

    if (isHelpPath(path)) {
      const authority = context.https.authority();
      if (!authority) return refuse(response, { status: 404, reason: 'not found' });
      return serveHelp(request, response, path, authority);
    }
    if (guestPagePattern.test(path)) {
      const secure = secureGuestPage(request);
      if (secure) return redirect(response, secure);
      const guestPage = context.guestFiles.get('/index.html');
      if (!guestPage) return refuse(response, { status: 404, reason: 'not found' });
      return sendFile(request, response, guestPage, guestPageHeaders);
    }
    const page = pagePattern.exec(path);
    const isPage = path === '/' || (page !== null && streamNamePattern.test(page[2] ?? ''));
    const file = context.files.get(isPage ? '/index.html' : path) ?? guestFile(path);
    if (!file) return refuse(response, { status: 404, reason: 'not found' });
    sendFile(request, response, file);
  }

  /** Camera and microphone need HTTPS but on this machine: where a guest who came without it goes. */
  function secureGuestPage(request: IncomingMessage): string | null {
    const { publicUrl, shared } = context.reach();
    const port = context.https.port();
    if (!shared || publicUrl || port === null || isEncrypted(request)) return null;
    const asked = `http://${request.headers.host}`;
    const { hostname } = URL.canParse(asked) ? new URL(asked) : { hostname: 'localhost' };
    return isHere(hostname) ? null : `https://${hostname}:${port}${request.url}`;
  }

  /** Its files are named by their content: those of the other page are never in the way. */
  function guestFile(path: string): StaticFile | undefined {
    const name = path.startsWith('/guest/') ? path.slice('/guest'.length) : path;
    return name === '/index.html' ? undefined : context.guestFiles.get(name);
  }

  function kindOf(path: string): RequestKind {
    if (path.startsWith('/api/stream/') || path.startsWith(`/${context.app}/`)) return 'stream';
    if (isApiPath(path)) return 'api';
    return path === '/' || /^\/(watch|room|guest)\//.test(path) || path.startsWith('/assets/')
      ? 'page'
      : 'other';
  }

  function guardPlay(
    request: IncomingMessage,
    name: string,
    query: URLSearchParams,
  ): Refusal | null {
    const reach = context.reach();
    if (!sameOrigin(request, reach)) return { status: 403, reason: 'foreign origin' };
    if (reach.shared && !sameSecret(query.get('token') ?? '', context.playToken)) {
      return { status: 401, reason: 'token' };
    }
    if (!streamNamePattern.test(name)) return { status: 404, reason: 'not found' };
    const { rooms } = context.api;
    if (rooms.isShunned(name, context.networks.of(request)))
      return { status: 403, reason: 'banned' };
    return rooms.mayPlay(name, query.get('invite') ?? '')
      ? null
      : { status: 403, reason: 'private' };
  }

  /** For those on this machine, and for the owner. */
  async function serveMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, socket } = request;
    // Behind a proxy everybody comes from this machine.
    const isProxied = 'x-forwarded-for' in headers || 'forwarded' in headers;
    // And a page of any site, whose name was turned to this machine, comes from it under that name.
    const asHere = /^(localhost|127\.[0-9.]+|\[::1\])(:\d+)?$/i.test(headers.host ?? '');
    let may = !isProxied && asHere && isLoopback(socket.remoteAddress ?? '');
    const token = bearerOf(request);
    if (!may && token !== null) {
      const account = await context.api.accounts.verify(token);
      may = account.ok && account.value.owner;
    }
    if (!may || !sameOrigin(request, context.reach()))
      return refuse(response, { status: 404, reason: 'not found' });
    const text = await context.metrics();
    response.writeHead(200, {
      ...baseHeaders(),
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
      'Cache-Control': 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : text);
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
    if (asksOnly) return void response.writeHead(200, flvHeaders()).end();
    const network = context.networks.of(request);
    serveFlv(response, stream, network, true, context.log);
  }
}

function failed(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else refuse(response, { status: 500, reason: 'internal' });
}

function guard(
  request: IncomingMessage,
  path: string,
  context: HttpContext,
  withinRate: boolean,
): Refusal | null {
  if (!withinRate) return { status: 429, reason: 'too many requests' };
  if (!hostAllowed(request.headers.host, context.reach())) {
    return { status: 403, reason: 'unknown host' };
  }
  if ((request.url?.length ?? 0) > limits.http.maxUrlChars) {
    return { status: 414, reason: 'address too long' };
  }
  // What is known of a call's body and method stands with the call.
  if (isApiPath(path)) return null;
  if (hasBody(request)) return { status: 413, reason: 'no body expected' };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, reason: 'method' };
  }
  return null;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../hub.ts';
import { limits, RateLimiter } from '../limits.ts';
import { Viewer } from '../play/viewer.ts';
import { sameSecret, streamNamePattern } from '../publishAuth.ts';
import { baseHeaders, hasBody, hostAllowed, type Refusal, sameOrigin } from './guards.ts';
import type { StaticFile, StaticFiles } from './staticFiles.ts';

/** What the routes need of the server. */
export type HttpContext = {
  readonly hub: Hub;
  readonly app: string;
  readonly files: StaticFiles;
  readonly playToken: string;
  readonly port: () => number;
  readonly shared: () => boolean;
  readonly log: (line: string) => void;
};

/** Answer of `/api/stream/<name>`. */
export type StreamInfo = {
  readonly live: boolean;
  readonly viewers: number;
  /** Milliseconds since the epoch; null while not live. */
  readonly startedAtMs: number | null;
};

/** The whole HTTP surface: viewer page, stream state, HTTP-FLV, health. */
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
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, reason: 'internal' });
    }
  };

  function route(request: IncomingMessage, response: ServerResponse): void {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    if (path === '/healthz') return sendJson(response, 200, { ok: true });

    const api = /^\/api\/stream\/([^/]+)$/.exec(path);
    const flv = flvPath.exec(path);
    const name = api?.[1] ?? flv?.[1];
    if (name !== undefined) {
      const refusal = guardPlay(request, name, new URLSearchParams(query));
      if (refusal) return refuse(response, refusal);
      return api ? sendJson(response, 200, infoOf(name)) : play(request, response, name);
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
    if (!stream?.live) return { live: false, viewers: 0, startedAtMs: null };
    return { live: true, viewers: stream.viewers, startedAtMs: stream.startedAtMs };
  }

  function play(request: IncomingMessage, response: ServerResponse, name: string): void {
    const stream = context.hub.get(name);
    if (!stream?.live) return refuse(response, { status: 404, reason: 'not live' });
    if (context.hub.viewers >= limits.play.maxViewers) {
      return refuse(response, { status: 503, reason: 'full' });
    }
    response.writeHead(200, {
      ...baseHeaders(),
      'Content-Type': 'video/x-flv',
      'Cache-Control': 'no-store',
      Connection: 'close',
    });
    if (request.method === 'HEAD') return void response.end();
    request.socket.setNoDelay(true);
    const viewer = new Viewer(response, () => context.log(`play: a viewer read too slowly, cut`));
    response.on('close', () => stream.remove(viewer));
    stream.add(viewer);
  }
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

function refuse(response: ServerResponse, { status, reason }: Refusal): void {
  // What is left of a refused request is not read.
  response.setHeader('Connection', 'close');
  if (status === 405) response.setHeader('Allow', 'GET, HEAD');
  sendJson(response, status, { error: reason });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, {
    ...baseHeaders(),
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(value));
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: StaticFile): void {
  response.writeHead(200, {
    ...baseHeaders(),
    'Content-Type': file.contentType,
    'Content-Length': file.body.length,
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

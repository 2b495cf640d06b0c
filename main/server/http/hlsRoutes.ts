import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { masterPlaylist } from '../hls/playlist.ts';
import type { HlsRoom } from '../hls/room.ts';
import { limits } from '../limits.ts';
import type { HttpContext } from './context.ts';
import { baseHeaders } from './guards.ts';
import { refuse, refuseFull } from './replies.ts';

const PLAYLIST = 'application/vnd.apple.mpegurl';
/** A viewer's own part of its addresses, made here. */
const viewerPattern = /^[A-Za-z0-9_-]{16}$/;
const segmentPattern = /^([0-9a-z]{1,12})-(\d{1,12})\.m4s$/;
const initPattern = /^([0-9a-z]{1,12})-init(\d{1,6})\.mp4$/;

/** What of the HLS addresses is asked for: the playlist of a stream, or a file below it. */
export type HlsAsk = {
  readonly name: string;
  /** Null for the multivariant playlist. */
  readonly file: string | null;
};

/** `/<app>/<name>.m3u8` and `/<app>/<name>/<file>`; null for other paths. */
export function hlsAskOf(app: string, path: string): HlsAsk | null {
  const [, first, name = '', file, ...more] = path.split('/');
  if (first !== app || more.length > 0) return null;
  if (file === undefined) {
    return name.endsWith('.m3u8') ? { name: name.slice(0, -'.m3u8'.length), file: null } : null;
  }
  return { name, file };
}

/** Answers one HLS request that has passed the guards. */
export async function serveHls(
  context: HttpContext,
  request: IncomingMessage,
  response: ServerResponse,
  ask: HlsAsk,
  query: URLSearchParams,
): Promise<void> {
  const { name, file } = ask;
  if (file === null) return serveMaster(context, request, response, name, query);
  const room = context.rooms.get(name);
  const viewer = query.get('viewer') ?? '';
  if (!viewerPattern.test(viewer)) return refuse(response, { status: 404, reason: 'not found' });
  if (file === 'index.m3u8') {
    const opened = room ?? openRoom(context, name);
    if (!opened) return refuse(response, { status: 404, reason: 'not live' });
    return serveMedia(context, request, response, name, opened, query);
  }
  if (!room) return refuse(response, { status: 404, reason: 'not live' });
  return serveFile(request, response, room, viewer, file);
}

function openRoom({ hub, rooms }: HttpContext, name: string): HlsRoom | null {
  const stream = hub.get(name);
  return stream?.live ? rooms.open(stream) : null;
}

function serveMaster(
  context: HttpContext,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  query: URLSearchParams,
): void {
  const live = context.hub.get(name)?.live;
  if (!live) return refuse(response, { status: 404, reason: 'not live' });
  const asksOnly = request.method === 'HEAD';
  if (!asksOnly) {
    const verdict = context.admission.admit();
    if (!verdict.admitted) return refuseFull(response, verdict.retryAfterSeconds);
  }
  const room = asksOnly ? context.rooms.get(name) : openRoom(context, name);
  if (room && !room.formats.video && !room.formats.audio)
    return refuse(response, { status: 415, reason: 'codec' });
  const viewer = randomBytes(12).toString('base64url');
  if (room && !asksOnly) {
    room.asked();
    context.rooms.seen(name, room, viewer);
  }
  const uri = `${name}/index.m3u8${queryOf(query, viewer)}`;
  const text = room ? masterPlaylist(room.formats, room.bandwidthBps, uri) : '';
  sendPlaylist(request, response, text);
}

async function serveMedia(
  context: HttpContext,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  room: HlsRoom,
  query: URLSearchParams,
): Promise<void> {
  const viewer = query.get('viewer') as string;
  // One that paused for long comes back as a new viewer, by the name it had.
  if (!room.viewers.has(viewer)) {
    const verdict = context.admission.admit();
    if (!verdict.admitted) return refuseFull(response, verdict.retryAfterSeconds);
  }
  context.rooms.seen(name, room, viewer);
  const text = await room.playlist(queryOf(query, viewer));
  if (response.destroyed) return;
  if (text === null) return refuse(response, { status: 404, reason: 'not live' });
  sendPlaylist(request, response, text);
}

function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  room: HlsRoom,
  viewer: string,
  file: string,
): void {
  const [, segmentRun, sequence] = segmentPattern.exec(file) ?? [];
  const [, initRun, init] = initPattern.exec(file) ?? [];
  const segment = segmentRun === room.run ? room.segment(Number(sequence)) : undefined;
  const body = segment?.media ?? (initRun === room.run ? room.init(Number(init)) : undefined);
  if (!body) return refuse(response, { status: 404, reason: 'not found' });
  room.asked();
  if (room.viewers.has(viewer)) room.viewers.seen(viewer);
  response.writeHead(200, {
    ...baseHeaders(),
    'Content-Type': 'video/mp4',
    'Content-Length': body.length,
    // Its name is never used for anything else; it is of no use for longer than it is kept.
    'Cache-Control': `private, max-age=${limits.hls.maxKeptUs / 1e6}, immutable`,
  });
  if (request.method === 'HEAD') return void response.end();
  const sent = room.viewers.sending(viewer, (segment?.durationUs ?? 0) / 1000);
  const timer = setTimeout(() => response.destroy(), limits.hls.sendWithinMs).unref();
  response.on('close', () => {
    clearTimeout(timer);
    sent();
  });
  response.end(body);
}

/** What the addresses in a playlist need of those of it: players leave its query out. */
function queryOf(query: URLSearchParams, viewer: string): string {
  const kept = new URLSearchParams({ viewer });
  for (const name of ['token', 'invite']) {
    const value = query.get(name);
    if (value) kept.set(name, value);
  }
  return `?${kept}`;
}

function sendPlaylist(request: IncomingMessage, response: ServerResponse, text: string): void {
  response.writeHead(200, {
    ...baseHeaders(),
    'Content-Type': PLAYLIST,
    'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

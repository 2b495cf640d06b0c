import type { ServerStatus } from '../../common/live/session.ts';
import type { Destination } from '../../common/show/schema.ts';
import { type PlayUrl, playUrlsOf } from './pgc/index.ts';

/** Where the programme of a destination can be played; empty where that is not known. */
export function playableAt({ kind, pgc }: Destination, server: ServerStatus): PlayUrl[] {
  if (kind === 'embedded') return server.state === 'running' ? ofWatchUrl(server.watchUrl) : [];
  return pgc ? playUrlsOf(pgc) : [];
}

/** The embedded server's streams stand beside its viewer's page, under the same play token. */
function ofWatchUrl(watchUrl: string): PlayUrl[] {
  if (!URL.canParse(watchUrl)) return [];
  const { origin, pathname, search } = new URL(watchUrl);
  const name = /^\/watch\/([A-Za-z0-9_-]{1,64})$/.exec(pathname)?.[1];
  if (!name) return [];
  const stream = `${origin}/live/${name}`;
  return [
    { protocol: 'flv', url: `${stream}.flv${search}` },
    { protocol: 'hls', url: `${stream}.m3u8${search}` },
  ];
}

import type { ToWhipPeer } from '../../../common/ipc/output.ts';

/** As `RTCPeerConnection` takes them. */
export type IceServer = Extract<ToWhipPeer, { type: 'open' }>['iceServers'][number];

/** More than these are not tried. */
const MOST_SERVERS = 8;
const LONGEST_HEADER = 8_192;
const ICE_URL = /^(?:stuns?|turns?):[^\s"'<>]{1,512}$/i;

/** One `<target>; name=value; name="value"` of a Link header (RFC 8288, 3). Each alternative begins with another character, so nothing is tried twice. */
const LINK =
  /<([^<>]{0,1024})>((?:;|[ \t]|[a-z0-9*_-]+(?:=(?:"[^"]{0,1024}"|[^",;\s]{0,1024}))?)*)/gi;
const PARAMETER = /([a-z0-9*_-]+)=(?:"([^"]*)"|([^",;\s]*))/gi;

/** STUN and TURN servers that a WHIP answer names in its Link headers (RFC 9725, 4.6); what is malformed is left out. */
export function iceServersOf(links: string | readonly string[] | undefined): IceServer[] {
  const servers: IceServer[] = [];
  const headers = typeof links === 'string' ? [links] : (links ?? []);
  for (const header of headers.slice(0, MOST_SERVERS)) {
    for (const [, target = '', rest = ''] of header.slice(0, LONGEST_HEADER).matchAll(LINK)) {
      const server = serverOf(target.trim(), rest);
      if (server && servers.length < MOST_SERVERS) servers.push(server);
    }
  }
  return servers;
}

function serverOf(url: string, rest: string): IceServer | null {
  const values = new Map<string, string>();
  for (const [, name = '', quoted, plain] of rest.matchAll(PARAMETER))
    values.set(name.toLowerCase(), quoted ?? plain ?? '');
  const isIceServer = values.get('rel')?.toLowerCase().split(/\s+/).includes('ice-server');
  if (!isIceServer || !ICE_URL.test(url)) return null;
  const type = values.get('credential-type') ?? 'password';
  if (type !== 'password') return null;
  const username = values.get('username');
  const credential = values.get('credential');
  // Chromium throws at a TURN server without both.
  if (/^turn/i.test(url) && !(username && credential)) return null;
  return { urls: [url], ...(username && { username }), ...(credential && { credential }) };
}

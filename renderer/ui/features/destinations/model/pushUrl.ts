export type UrlFault = 'missing' | 'rtmp' | 'https' | 'host' | 'user';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * What is wrong with the address of a server; null when it can be used. WHIP sends its token to
 * it, so it must be `https://`, except on this machine.
 */
export function faultOfServer(text: string, kind: 'rtmp' | 'whip'): UrlFault | null {
  const url = text.trim();
  if (url === '') return 'missing';
  const scheme = kind === 'rtmp' ? /^rtmps?:\/\//i : /^https?:\/\//i;
  if (!scheme.test(url)) return kind === 'rtmp' ? 'rtmp' : 'https';
  if (!URL.canParse(url)) return 'host';
  const { protocol, hostname, username, password } = new URL(url);
  if (hostname === '') return 'host';
  if (protocol === 'http:' && !LOOPBACK.test(hostname)) return 'https';
  return username || password ? 'user' : null;
}

/**
 * Divides a whole push address, as services hand it out, into server and stream key. Only
 * one with a query is divided: without it nobody can tell a key from an application's name.
 * The key must not stay in the server's URL, as the show document is saved unencrypted.
 */
export function splitPushUrl(text: string): { server: string; key: string } | null {
  const match = /^(rtmps?:\/\/[^/?#]+\/[^?#]*[^/?#])\/([^/?#]*\?.+)$/i.exec(text.trim());
  const [, server, key] = match ?? [];
  return server && key ? { server, key } : null;
}

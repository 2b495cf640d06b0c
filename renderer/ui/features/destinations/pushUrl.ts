export type UrlFault = 'missing' | 'scheme' | 'host' | 'user';

/** What is wrong with a push server's URL; null when it can be used. */
export function faultOfServer(text: string): UrlFault | null {
  const url = text.trim();
  if (url === '') return 'missing';
  if (!/^rtmps?:\/\//i.test(url)) return 'scheme';
  if (!URL.canParse(url)) return 'host';
  const { hostname, username, password } = new URL(url);
  if (hostname === '') return 'host';
  return username || password ? 'user' : null;
}

/**
 * Divides a whole push address, as services hand it out, into server and stream key. Only
 * one with a query is divided: without it nobody can tell a key from an application's name.
 * The key must not stay in the server's URL, as the show document is saved unencrypted.
 */
export function splitPushUrl(text: string): { server: string; key: string } | null {
  const match = /^(rtmps?:\/\/[^/?#]+\/[^?#]+)\/([^/?#]+\?.+)$/i.exec(text.trim());
  const [, server, key] = match ?? [];
  return server && key ? { server, key } : null;
}

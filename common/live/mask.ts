/**
 * A push URL safe to show, log and put into a receipt: the last path segment (the stream
 * name, which is the key at many services), the query and any user info are masked.
 * `rtmp://host/live/key?txSecret=…` becomes `rtmp://host/live/***`.
 */
export function maskUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#]*@)?([^/?#@]*)([^?#]*)/i.exec(url);
  if (!match) return '***';
  const [, scheme, host, path] = match;
  const segments = (path ?? '').split('/').filter(Boolean);
  // A lone segment may be the key, of a server address that lacks its app.
  const kept = segments.slice(0, segments.length > 1 ? 1 : 0);
  return `${scheme}://${host}${kept.length ? `/${kept.join('/')}` : ''}/***`;
}

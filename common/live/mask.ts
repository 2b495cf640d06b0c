/**
 * A push URL safe to show, log and put into a receipt: all after the application (the stream
 * name, which is the key at many services), the query and any user info are masked.
 * `rtmp://host/live/key?txSecret=…` becomes `rtmp://host/live/***`; a text in which the host
 * is not plain to see loses everything.
 */
export function maskUrl(url: string): string {
  const [, scheme, authority = '', path = ''] =
    /^\s*([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  if (!scheme) return '***';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  // A password with a slash in it makes an authority of its first half and a path of the rest.
  const plain = /^(\[[0-9a-f:.]+\]|[^\s:@*\\[\]]+)(:\d{1,5})?$/i.test(host) && !path.includes('@');
  if (!plain) return `${scheme}://***`;
  const [app, ...rest] = path.split('/').filter(Boolean);
  const shown = app && rest.length > 0 ? `/${app}` : '';
  return `${scheme}://${host}${shown}/***`;
}

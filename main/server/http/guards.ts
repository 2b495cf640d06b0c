import type { IncomingMessage } from 'node:http';

/** Why a request is turned away, as an HTTP status and a word for the page. */
export type Refusal = { readonly status: number; readonly reason: string };

const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

/** Of the page of guests: it alone may ask for camera and microphone. */
export const guestPageHeaders = {
  'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=()',
} as const;

/** Headers of every answer. There is no CORS header among them: no other site may read anything. */
export const baseHeaders = (): Record<string, string> => ({ ...securityHeaders });

/** How the server is reached: what its own pages are called in requests. */
export type Reach = {
  readonly port: number;
  readonly shared: boolean;
  /** Where the world finds it, perhaps behind a proxy; empty for none. */
  readonly publicUrl: string;
};

/**
 * Names a browser may have used for us. Until shared only the loopback names with our port, and
 * the public one: a foreign name that resolves to 127.0.0.1 (DNS rebinding) is turned away.
 */
export function hostAllowed(host: string | undefined, reach: Reach): boolean {
  if (!host || host.length > 255) return false;
  if (reach.publicUrl && host.toLowerCase() === new URL(reach.publicUrl).host) return true;
  if (reach.shared) return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(host);
  return ['127.0.0.1', 'localhost', '[::1]'].some(
    (name) => host.toLowerCase() === `${name}:${reach.port}`,
  );
}

/** A name of this machine that no other device can mean by it. */
export const isHere = (hostname: string): boolean =>
  /^(localhost|127\.[0-9.]+|\[::1\])$/i.test(hostname);

/** Came over TLS that this server speaks itself. */
export const isEncrypted = (request: IncomingMessage): boolean =>
  'encrypted' in request.socket && request.socket.encrypted === true;

/** True for requests that no other website's page has made. Programs that are no browser say no origin. */
export function sameOrigin(request: IncomingMessage, reach: Partial<Reach> = {}): boolean {
  const { origin, host } = request.headers;
  const own = [`${isEncrypted(request) ? 'https' : 'http'}://${host}`];
  if (reach.publicUrl) own.push(new URL(reach.publicUrl).origin);
  if (origin !== undefined && !own.includes(origin)) return false;
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** Only calls about rooms have bodies: other requests that carry one are turned away. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined ||
  Number(request.headers['content-length'] ?? 0) !== 0;

import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { limits } from '../limits.ts';

/** PEM texts. The key is secret. */
export type Tls = { readonly cert: string; readonly key: string };

/** What holds for every certificate. */
export const secureContext = { minVersion: 'TLSv1.2' } as const;

const { maxHeaderBytes, headersTimeoutMs, requestTimeoutMs, keepAliveMs, stillMs } = limits.http;
const bounds = {
  maxHeaderSize: maxHeaderBytes,
  headersTimeout: headersTimeoutMs,
  requestTimeout: requestTimeoutMs,
  keepAliveTimeout: keepAliveMs,
  connectionsCheckingInterval: 1_000,
  requireHostHeader: true,
};

/** An HTTP or, with a certificate, HTTPS server within the limits. */
export function createLimitedHttpServer(
  routes: RequestListener,
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
  tls?: Tls,
): Server {
  const server = tls
    ? createTlsServer(
        { ...bounds, ...secureContext, ...tls, handshakeTimeout: headersTimeoutMs },
        routes,
      )
    : createServer(bounds, routes);
  // Whoever asks and then does not read would keep its place for ever.
  server.setTimeout(stillMs, (socket) => socket.destroy());
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('tlsClientError', (_error: Error, socket: Duplex) => socket.destroy());
  server.on('upgrade', upgrade);
  server.on('connect', (_request, socket) => socket.destroy());
  return server;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { baseHeaders, type Refusal } from './guards.ts';
import type { StaticFile } from './staticFiles.ts';

export function refuse(response: ServerResponse, { status, reason }: Refusal): void {
  // What is left of a refused request is not read.
  response.setHeader('Connection', 'close');
  if (status === 405) response.setHeader('Allow', 'GET, HEAD');
  sendJson(response, status, { error: reason });
}

/** No room for another viewer now. */
export function refuseFull(response: ServerResponse, retryAfterSeconds: number): void {
  response.setHeader('Retry-After', String(retryAfterSeconds));
  refuse(response, { status: 503, reason: 'full' });
}

/** To the same page at another address of this server, this once. */
export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(307, { ...baseHeaders(), Location: location, 'Cache-Control': 'no-store' });
  response.end();
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, {
    ...baseHeaders(),
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(value));
}

export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: StaticFile,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, {
    ...{ ...baseHeaders(), ...headers },
    'Content-Type': file.contentType,
    'Content-Length': file.body.length,
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

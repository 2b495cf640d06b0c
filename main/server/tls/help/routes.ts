import type { IncomingMessage, ServerResponse } from 'node:http';
import { baseHeaders } from '../../http/guards.ts';
import type { Authority } from '../authority.ts';
import { deviceOf, helpPage, languageOf, styleSource } from './page.ts';
import { profileOf } from './profile.ts';

const paths = ['/ca', '/ca.crt', '/ca.mobileconfig'] as const;

export const isHelpPath = (path: string): path is (typeof paths)[number] =>
  (paths as readonly string[]).includes(path);

/** How to trust the authority, and its certificate. Nothing of it is secret; no token is asked for. */
export function serveHelp(
  request: IncomingMessage,
  response: ServerResponse,
  path: (typeof paths)[number],
  authority: Authority,
): void {
  const { type, body, headers } = answerTo(request, path, authority);
  response.writeHead(200, {
    ...baseHeaders(),
    ...headers,
    'Content-Type': type,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

type Answer = {
  readonly type: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

function answerTo({ headers }: IncomingMessage, path: string, authority: Authority): Answer {
  if (path === '/ca.crt') return { type: 'application/x-x509-ca-cert', body: authority.der };
  if (path === '/ca.mobileconfig')
    return { type: 'application/x-apple-aspen-config', body: Buffer.from(profileOf(authority)) };
  const language = languageOf(headers['accept-language'] ?? '');
  const page = helpPage(authority, language, deviceOf(headers['user-agent'] ?? ''));
  return {
    type: 'text/html; charset=utf-8',
    body: Buffer.from(page),
    headers: {
      // No script at all, and this one style.
      'Content-Security-Policy': `default-src 'none'; style-src ${styleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Content-Language': language,
      Vary: 'Accept-Language, User-Agent',
    },
  };
}

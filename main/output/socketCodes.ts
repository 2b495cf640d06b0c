import type { ErrorCode } from '../../common/result.ts';

/** Socket error codes (Node names them as the system does) that mean the same at every moment of a connection. */
export const socketCodes: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'DNS',
  EAI_AGAIN: 'DNS',
  EAI_FAIL: 'DNS',
  EAI_NODATA: 'DNS',
  EAI_NONAME: 'DNS',
  ENODATA: 'DNS',
  ESERVFAIL: 'DNS',
  ECONNREFUSED: 'REFUSED',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  ENETDOWN: 'UNREACHABLE',
  EHOSTDOWN: 'UNREACHABLE',
  EADDRNOTAVAIL: 'UNREACHABLE',
  ETIMEDOUT: 'TIMEOUT',
};

/** The code of a socket's error; empty where there is none. A host with several addresses fails with one error that holds theirs. */
export function systemCodeOf(cause?: NodeJS.ErrnoException & { errors?: unknown[] }): string {
  const first = cause?.errors?.[0] as NodeJS.ErrnoException | undefined;
  return cause?.code ?? first?.code ?? '';
}

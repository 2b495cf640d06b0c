/** The library that makes certificates. */
export type X509 = typeof import('@peculiar/x509');

let loaded: Promise<X509> | null = null;

/** Loaded when the first certificate is made: a server that is not shared never needs it. */
export function x509(): Promise<X509> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<X509> {
  // The library's parts find each other by it; it has to be there first.
  await import('reflect-metadata');
  return await import('@peculiar/x509');
}

/** Of every key made here. */
export const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export const DAY_MS = 24 * 3_600_000;
/** Phones whose clock is behind take a certificate of today all the same. */
export const CLOCK_SLACK_MS = 24 * 3_600_000;

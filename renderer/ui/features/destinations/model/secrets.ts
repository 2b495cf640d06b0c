import type { Destination } from '../../../../../common/show/schema.ts';

/** Which secret a destination is reached with, and whether it is there: a key under `destinations.secrets.`. */
export type SecretState =
  | 'none'
  | 'keyStored'
  | 'noKey'
  | 'pushKeyStored'
  | 'noPushKey'
  | 'tokenStored'
  | 'noToken';

export function secretStateOf(
  { id, kind, pgc }: Pick<Destination, 'id' | 'kind' | 'pgc'>,
  keysStored: readonly string[],
): SecretState {
  switch (kind) {
    case 'embedded':
    case 'file':
      return 'none';
    case 'whip':
    case 'rtmp':
      if (pgc) return keysStored.includes(`${id}:pushKey`) ? 'pushKeyStored' : 'noPushKey';
      if (kind === 'whip') return keysStored.includes(id) ? 'tokenStored' : 'noToken';
      return keysStored.includes(id) ? 'keyStored' : 'noKey';
  }
}

/** Some WHIP servers let everyone in; no RTMP service does. */
export const isLacking = (state: SecretState): boolean =>
  state === 'noKey' || state === 'noPushKey';

/** Where a card says that its destination is. */
export function placeOf({
  kind,
  server,
  pgc,
}: Pick<Destination, 'kind' | 'server' | 'pgc'>): string {
  if (!pgc) return server;
  const scheme = kind === 'whip' ? 'webrtc' : 'rtmp';
  return `${scheme}://${pgc.pushDomain}/${pgc.app}/${pgc.stream}`;
}

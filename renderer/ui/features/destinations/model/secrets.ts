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
      return keysStored.includes(id) ? 'tokenStored' : 'noToken';
    case 'rtmp':
      if (pgc) return keysStored.includes(`${id}:pushKey`) ? 'pushKeyStored' : 'noPushKey';
      return keysStored.includes(id) ? 'keyStored' : 'noKey';
  }
}

/** Some WHIP servers let everyone in; no RTMP service does. */
export const isLacking = (state: SecretState): boolean =>
  state === 'noKey' || state === 'noPushKey';

/** Where a card says that its destination is. */
export function placeOf({ kind, server, pgc }: Pick<Destination, 'kind' | 'server' | 'pgc'>): string {
  if (kind === 'rtmp' && pgc) return `rtmp://${pgc.pushDomain}/${pgc.app}/${pgc.stream}`;
  return server;
}

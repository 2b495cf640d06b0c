/** Where the page leads: `/guest/<room>` with the guest link's code, or `?hand=1` for a viewer, with `&invited=1` after the host's invitation. */
export type GuestAddress = {
  readonly roomId: string;
  /** Empty for who raises a hand. */
  readonly guestLink: string;
  readonly invite: string;
  /** A viewer who has said yes to the host's invitation. */
  readonly isInvited: boolean;
};

/**
 * Reads the page's own address; null where it names no room. Secrets may stand in the query or, as
 * no server ever sees it, in the part after `#`.
 */
export function addressOf({ pathname, search, hash }: Location): GuestAddress | null {
  const roomId = /^\/guest\/([A-Za-z0-9_-]{1,64})\/?$/.exec(pathname)?.[1];
  if (roomId === undefined) return null;
  const [query, kept] = [new URLSearchParams(search), new URLSearchParams(hash.slice(1))];
  const valueOf = (name: string) => kept.get(name) ?? query.get(name) ?? '';
  const guestLink = valueOf('link');
  const raises = valueOf('hand') === '1';
  if (guestLink === '' && !raises) return null;
  return {
    ...{ roomId, guestLink: raises ? '' : guestLink, invite: valueOf('invite') },
    isInvited: raises && valueOf('invited') === '1',
  };
}

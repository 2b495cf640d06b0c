import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { isPrivate } from './constraints.ts';

/** What other devices of the local network call this machine. */
export type LanNames = {
  /** IPv4 and private IPv6 addresses. Those of one link (`fe80::`) can be in no address of a page. */
  readonly addresses: readonly string[];
  /** Host names, lower case: `localhost`, `studio`, `studio.local`. */
  readonly hosts: readonly string[];
};

/** More are not put into a certificate. */
const MOST_ADDRESSES = 64;

/** This machine's name, one label of `a-z`, `0-9` and `-`; empty where it has none of that kind. */
export function hostLabel(name = hostname()): string {
  const label = name.toLowerCase().split('.', 1)[0] ?? '';
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? label : '';
}

/** The names of this moment, in an order that stays the same. */
export function lanNames(): LanNames {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const addresses = new Set(['127.0.0.1', ...all.map(({ address }) => address)]);
  const label = hostLabel();
  return {
    addresses: [...addresses]
      .filter((it) => isIP(it) === 4 || isPrivate(it))
      .sort()
      .slice(0, MOST_ADDRESSES),
    hosts: [...new Set(['localhost', ...(label ? [label, `${label}.local`] : [])])],
  };
}

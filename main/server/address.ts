import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';

/**
 * Whom limits are counted for. One person of IPv6 has 2^64 addresses, the network of /64 that a
 * line is given; counted one by one they would make every limit worth nothing. An IPv4 address
 * that came over an IPv6 socket is the IPv4 address.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain) || plain === '::1') return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** True for this machine. */
export const isLoopback = (address: string): boolean =>
  /^(::1|(::ffff:)?127\.[0-9.]+)$/i.test(address);

/** Groups of 16 bits without leading zeros; dotted IPv4 at the end counts as two. */
const groupsOf = (text: string): string[] =>
  text === ''
    ? []
    : text
        .split(':')
        .flatMap((group) => (group.includes('.') ? ['v4', 'v4'] : [group.replace(/^0+(?=.)/, '')]));

/** More hops than this are no honest list. */
const MOST_HOPS = 16;

/** Who really calls, where proxies that are trusted say so. */
export type Networks = {
  /** The network of who made a request; see `networkOf`. */
  of(request: IncomingMessage): string;
  /** True for a proxy: it speaks for many. */
  isProxy(address: string): boolean;
};

/**
 * @param trusted addresses of proxies; each adds who called it to the end of `X-Forwarded-For`.
 *   What anybody else writes there is not read.
 */
export function createNetworks(trusted: readonly string[]): Networks {
  const proxies = new Set(trusted.map(plainOf));
  const isProxy = (address: string) => proxies.has(plainOf(address));
  return {
    isProxy,
    of(request) {
      const remote = request.socket.remoteAddress ?? '';
      if (!isProxy(remote)) return networkOf(remote);
      const header = request.headers['x-forwarded-for'];
      const hops = String(header ?? '')
        .split(',')
        .slice(-MOST_HOPS)
        .map((hop) => hop.trim());
      // From the end: what a trusted one wrote, until somebody who is not trusted.
      for (const hop of hops.reverse()) {
        if (isIP(hop) === 0) break;
        if (!isProxy(hop)) return networkOf(hop);
      }
      return networkOf(remote);
    },
  };
}

const plainOf = (address: string): string =>
  address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').toLowerCase();

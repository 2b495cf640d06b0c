import { BlockList, isIP } from 'node:net';

/**
 * What the studio's authority may speak for: addresses of private networks (RFC 1918, RFC 4193,
 * RFC 6598, link-local, this machine) and names that no public authority gives out. A key that was
 * stolen is then of no use against a bank.
 */
const NETWORKS: readonly (readonly [network: string, bits: number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['::1', 128],
];
const NAMES = ['localhost', 'local'] as const;

/** OID of the extension `nameConstraints`, RFC 5280 section 4.2.1.10. */
export const NAME_CONSTRAINTS = '2.5.29.30';

const networks = new BlockList();
for (const [network, bits] of NETWORKS)
  networks.addSubnet(network, bits, isIP(network) === 6 ? 'ipv6' : 'ipv4');

/** True for an address that every studio's authority may speak for. */
export const isPrivate = (address: string): boolean =>
  isIP(address) !== 0 && networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * True for a name of one label that is none of the internet's top-level domains, now or later: those
 * are of letters alone, or `xn--`. Whoever may speak for `studio` may speak for `bank.studio`, too.
 */
const isOurs = (label: string): boolean => /[0-9-]/.test(label) && !label.startsWith('xn--');

/**
 * DER of the extension's value. `host` is the machine's own name of one label, which is let in where
 * it can be no part of the internet; `own` are its addresses, of which those that are not private are
 * let in one by one.
 */
export function nameConstraints(host: string, own: readonly string[] = []): Buffer {
  const names = [...NAMES, ...(isOurs(host) ? [host] : [])].map(nameBase);
  const networks = NETWORKS.map(([network, bits]) => der(0x87, masked(network, bits)));
  const single = own.filter((it) => isIP(it) === 4 && !isPrivate(it)).map(addressBase);
  const subtrees = [...names, ...networks, ...single].map((base) => der(0x30, base));
  return der(0x30, der(0xa0, ...subtrees));
}

/** Whether an authority with this extension's value may speak for a name. */
export function permitsName(constraints: Uint8Array, name: string): boolean {
  const isUnder = (base: string) => name === base || name.endsWith(`.${base}`);
  return NAMES.some(isUnder) || Buffer.from(constraints).includes(der(0x30, nameBase(name)));
}

/** Whether an authority with this extension's value may speak for an address. */
export const permitsAddress = (constraints: Uint8Array, address: string): boolean =>
  isPrivate(address) ||
  (isIP(address) === 4 && Buffer.from(constraints).includes(der(0x30, addressBase(address))));

const addressBase = (address: string) => der(0x87, masked(address, 32));
const nameBase = (name: string) => der(0x82, Buffer.from(name, 'latin1'));

/** The address, then the mask of the network. */
function masked(network: string, bits: number): Buffer {
  const address = bytesOf(network);
  const mask = address.map((_, index) => {
    const ones = Math.min(8, Math.max(0, bits - index * 8));
    return (0xff << (8 - ones)) & 0xff;
  });
  return Buffer.concat([address, mask]);
}

/** Of the networks above, which have no `::` but at one end. */
function bytesOf(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [before = '', after = ''] = address.split('::');
  const words = (text: string) =>
    text ? text.split(':').map((it) => Number.parseInt(it, 16)) : [];
  const [head, tail] = [words(before), words(after)];
  const all = [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}

/** One value of DER, shorter than 64 KiB. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

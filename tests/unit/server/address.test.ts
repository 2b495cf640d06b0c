import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createNetworks, isLoopback, networkOf } from '../../../main/server/address.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '::1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
  ['nonsense', 'nonsense'],
])('limits of %j are those of %j', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

test('nobody is somebody else because they say so', () => {
  const none = createNetworks([]);
  expect(none.of(from('192.0.2.7', '198.51.100.1'))).toBe('192.0.2.7');
  const behind = createNetworks(['127.0.0.1', '10.0.0.2']);
  expect(behind.of(from('192.0.2.7', '198.51.100.1'))).toBe('192.0.2.7');
  // What a caller wrote stands before what the proxy added.
  expect(behind.of(from('127.0.0.1', '1.1.1.1, 192.0.2.7'))).toBe('192.0.2.7');
  expect(behind.of(from('::ffff:127.0.0.1', '1.1.1.1, 192.0.2.7, 10.0.0.2'))).toBe('192.0.2.7');
  expect(behind.of(from('127.0.0.1', '2001:db8:1:2::9'))).toBe('2001:db8:1:2::/64');
  for (const said of [undefined, '', 'unknown', '<script>', '1.1.1.1, nonsense', '127.0.0.1'])
    expect(behind.of(from('127.0.0.1', said))).toBe('127.0.0.1');
});

test('this machine is told from all others', () => {
  for (const here of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
    expect(isLoopback(here)).toBe(true);
  for (const there of ['', '10.127.0.1', '128.0.0.1', '::ffff:10.0.0.1', '127.evil.example'])
    expect(isLoopback(there)).toBe(false);
});

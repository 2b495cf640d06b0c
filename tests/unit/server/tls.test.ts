import { execFile } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { readSettings } from '../../../main/server/settings.ts';
import {
  type Authority,
  makeAuthority,
  readAuthority,
} from '../../../main/server/tls/authority.ts';
import { makeCertificate } from '../../../main/server/tls/certificate.ts';
import { isPrivate, permitsName } from '../../../main/server/tls/constraints.ts';
import { hostLabel, lanNames } from '../../../main/server/tls/names.ts';

const DAY_MS = 86_400_000;
const names = {
  addresses: ['127.0.0.1', '192.168.1.20', '10.1.2.3', 'fd12::7', '203.0.113.9'],
  hosts: ['localhost', 'studio-pc', 'studio-pc.local'],
};

/** One of its addresses is public, as on some campuses. */
const own = { label: 'studio-pc', addresses: ['192.168.1.20', '203.0.113.9'] };

let kept: string;
let authority: Authority;
beforeAll(async () => {
  kept = await makeAuthority('studio-pc.lan', own);
  const read = await readAuthority(kept);
  if (!read) throw new Error('no authority');
  authority = read;
});

const run = promisify(execFile);
const hasOpenssl = await run('openssl', ['version']).then(
  () => true,
  () => false,
);

/** What `openssl verify` says of a server's certificate; null when it takes it. */
async function verdict(root: string, cert: string, address: string): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'anchor-tls-'));
  try {
    const [ca, leaf] = [join(folder, 'ca.pem'), join(folder, 'leaf.pem')];
    await writeFile(ca, root);
    await writeFile(leaf, cert);
    const args = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_ip', address];
    await run('openssl', [...args, '-CAfile', ca, leaf]);
    return null;
  } catch (error) {
    return (error as { stderr: string }).stderr;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('the authority is one, for ten years, and signs certificates of servers alone', () => {
  const certificate = new X509Certificate(kept);
  expect(certificate.ca).toBe(true);
  expect(certificate.subject).toBe('CN=Anchor Studio studio-pc.lan CA');
  expect(authority.name).toBe('Anchor Studio studio-pc.lan CA');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  const years = (Date.parse(certificate.validTo) - Date.now()) / (365 * DAY_MS);
  expect(years).toBeGreaterThan(9.99);
  expect(years).toBeLessThan(10.01);
  expect(authority.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(authority.fingerprint).toBe(certificate.fingerprint256);
});

test('a certificate names all addresses and hosts, by the authority, for 397 days at most', async () => {
  const { cert, key, renewAtMs } = await makeCertificate(authority, names);
  const certificate = new X509Certificate(cert);
  const root = new X509Certificate(kept);
  expect(certificate.ca).toBe(false);
  expect(certificate.checkIssued(root)).toBe(true);
  expect(certificate.verify(root.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
  for (const address of names.addresses) expect(certificate.checkIP(address)).toBeDefined();
  for (const host of names.hosts) expect(certificate.checkHost(host)).toBe(host);
  expect(certificate.checkIP('192.168.1.21')).toBeUndefined();
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  expect(to - from).toBeLessThanOrEqual(397 * DAY_MS);
  expect(from).toBeLessThan(Date.now() - DAY_MS / 2);
  expect(renewAtMs).toBeLessThan(to);
  expect(renewAtMs).toBeGreaterThan(Date.now() + 300 * DAY_MS);
  const other = await makeCertificate(authority, names);
  expect(other.key).not.toBe(key);
  expect(new X509Certificate(other.cert).serialNumber).not.toBe(certificate.serialNumber);
});

test.skipIf(!hasOpenssl)('openssl takes the chain, and no other use of the authority', async () => {
  const root = authority.kept.split('-----BEGIN PRIVATE KEY-----')[0] ?? '';
  const { cert } = await makeCertificate(authority, names);
  for (const address of names.addresses) expect(await verdict(root, cert, address)).toBeNull();
  expect(await verdict(root, cert, '192.168.1.21')).toContain('IP address mismatch');

  // Signed by the same key, for a name that the constraints leave out.
  const outside = {
    addresses: [...names.addresses, '203.0.113.10'],
    hosts: ['localhost', 'bank.example'],
  };
  const within = new X509Certificate((await makeCertificate(authority, outside)).cert);
  expect(within.checkHost('bank.example')).toBeUndefined();
  expect(within.checkIP('203.0.113.10')).toBeUndefined();
  const wider = Buffer.from([0x30, 14, 0x82, 12, ...Buffer.from('bank.example')]);
  const stolen = { ...authority, constraints: wider };
  const forged = await makeCertificate(stolen, outside);
  expect(new X509Certificate(forged.cert).checkHost('bank.example')).toBe('bank.example');
  expect(await verdict(root, forged.cert, '10.1.2.3')).toContain('permitted subtree violation');

  const stranger = await makeAuthority('studio-pc.lan', own);
  expect(await verdict(stranger, cert, '10.1.2.3')).not.toBeNull();
});

test('only what was kept whole is an authority again, and not one near its end', async () => {
  const [certificate = '', key = ''] = kept.split('-----BEGIN PRIVATE KEY-----');
  const other = await makeAuthority('other', own);
  const otherKey = other.slice(other.indexOf('-----BEGIN PRIVATE KEY-----'));
  const { cert, key: serverKey } = await makeCertificate(authority, names);
  for (const damaged of ['', 'x', certificate, key, certificate + otherKey, cert + serverKey])
    expect(await readAuthority(damaged)).toBeNull();
  expect(await readAuthority(kept, authority.untilMs - 30 * DAY_MS)).toBeNull();
  const late = await makeCertificate(authority, names, authority.untilMs - 90 * DAY_MS);
  expect(Date.parse(new X509Certificate(late.cert).validTo)).toBe(authority.untilMs);
  const odd = await readAuthority(
    await makeAuthority('a"b,CN=c\n\u202e王 ', { label: '', addresses: [] }),
  );
  expect(odd?.name).toBe('Anchor Studio abCNc王 CA');
});

test('this machine: addresses and names of one kind only', () => {
  const here = lanNames();
  expect(here.addresses).toContain('127.0.0.1');
  expect(here.addresses.every((it) => isIP(it) === 4 || isPrivate(it))).toBe(true);
  expect(here.hosts[0]).toBe('localhost');
  expect(hostLabel('Studio-PC.fritz.box')).toBe('studio-pc');
  expect(hostLabel('主播的电脑')).toBe('');
  for (const address of ['10.0.0.1', '172.31.0.1', '192.168.0.1', '100.64.0.1', 'fd00::1', '::1'])
    expect(isPrivate(address)).toBe(true);
  for (const address of ['8.8.8.8', '172.32.0.1', '2001:db8::1', 'fe80::1', 'x', ''])
    expect(isPrivate(address)).toBe(false);
  for (const host of ['localhost', 'a.local', 'studio-pc'])
    expect(permitsName(authority.constraints, host)).toBe(true);
  for (const host of ['example.com', 'studio', 'local.example', 'notlocal'])
    expect(permitsName(authority.constraints, host)).toBe(false);
});

test('TLS=own is for servers that others reach and that can keep an authority', () => {
  const env = { TLS: 'own', HOST: '0.0.0.0', DATA_DIR: '/data' };
  expect(readSettings([], env)?.ownTlsPort).toBe(8443);
  expect(readSettings([], { ...env, HTTPS_PORT: '9443' })?.ownTlsPort).toBe(9443);
  expect(readSettings([], { HOST: '0.0.0.0' })?.ownTlsPort).toBeNull();
  const wrong = [{ DATA_DIR: '' }, { HOST: '127.0.0.1' }, { TLS: 'other' }, { HTTPS_PORT: 'x' }];
  for (const part of wrong)
    expect(() => readSettings([], { ...env, ...part })).toThrow(/TLS|HTTPS_PORT/);
});

import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import {
  type Authority,
  makeAuthority,
  readAuthority,
} from '../../../main/server/tls/authority.ts';
import { makeCertificate } from '../../../main/server/tls/certificate.ts';
import { nameConstraints, permitsName } from '../../../main/server/tls/constraints.ts';

const run = promisify(execFile);
const hasOpenssl = await run('openssl', ['version']).then(
  () => true,
  () => false,
);

async function authorityOf(label: string): Promise<Authority> {
  const read = await readAuthority(await makeAuthority(label, { label, addresses: [] }));
  if (!read) throw new Error('no authority');
  return read;
}

/** What `openssl verify` says of a certificate for a name; empty when it takes it. */
async function verdict(root: string, cert: string, ...asked: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'anchor-ca-'));
  try {
    const [ca, leaf] = [join(folder, 'ca.pem'), join(folder, 'leaf.pem')];
    await writeFile(ca, root);
    await writeFile(leaf, cert);
    await run('openssl', ['verify', '-x509_strict', ...asked, '-CAfile', ca, leaf]);
    return '';
  } catch (error) {
    return (error as { stderr: string }).stderr;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a thief of the key would sign: a site on the internet under the machine's own name. */
async function forged(authority: Authority, host: string): Promise<string> {
  const { length } = host;
  const wide = Buffer.from([0x30, length + 2, 0x82, length, ...Buffer.from(host)]);
  const { cert } = await makeCertificate(
    { ...authority, constraints: wide },
    { addresses: ['127.0.0.1'], hosts: [host] },
  );
  return cert;
}

const rootOf = ({ der }: Authority) => new X509Certificate(der).toString();

it('a machine called as a part of the internet is called gives its authority no site there', () => {
  for (const label of ['studio', 'live', 'cn', 'xn--fiqs8s']) {
    const constraints = nameConstraints(label);
    expect(permitsName(constraints, label)).toBe(false);
    expect(permitsName(constraints, `${label}.local`)).toBe(true);
  }
  // No part of the internet has such a name.
  for (const label of ['studio-pc', 'desktop-4k7', 'pc2'])
    expect(permitsName(nameConstraints(label), label)).toBe(true);
});

it.runIf(hasOpenssl)(
  'whoever has the key of such a machine signs for no site that is believed',
  async () => {
    const authority = await authorityOf('studio');
    const cert = await forged(authority, 'bank.studio');
    const asked = ['-purpose', 'sslserver', '-verify_hostname', 'bank.studio'];
    expect(await verdict(rootOf(authority), cert, ...asked)).toContain('permitted subtree');
  },
);

it('what the authority signs is good for servers alone: no programs, no mail', async () => {
  const authority = await authorityOf('studio-pc');
  expect(new X509Certificate(authority.der).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

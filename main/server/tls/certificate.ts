import { webcrypto } from 'node:crypto';
import type { Tls } from '../http/httpServer.ts';
import { type Authority, freshSerial } from './authority.ts';
import { permitsAddress, permitsName } from './constraints.ts';
import { CLOCK_SLACK_MS, DAY_MS, EC, x509 } from './library.ts';
import type { LanNames } from './names.ts';

/** A server's certificate with its key, which lives in memory only. */
export type ServerCertificate = Tls & {
  /** To be replaced from then on, milliseconds since the epoch. */
  readonly renewAtMs: number;
};

/** Browsers take no more of a server's certificate. */
const LIFE_MS = 397 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** A certificate for those of the names that the authority may speak for, with a new key. */
export async function makeCertificate(
  authority: Authority,
  names: LanNames,
  now = Date.now(),
): Promise<ServerCertificate> {
  const lib = await x509();
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const issuer = new lib.X509Certificate(authority.der);
  const notBefore = now - CLOCK_SLACK_MS;
  const untilMs = Math.min(notBefore + LIFE_MS, authority.untilMs);
  const hosts = names.hosts.filter((it) => permitsName(authority.constraints, it));
  const addresses = names.addresses.filter((it) => permitsAddress(authority.constraints, it));
  const certificate = await lib.X509CertificateGenerator.create({
    serialNumber: freshSerial(),
    subject: [{ CN: ['Anchor Studio'] }],
    issuer: issuer.subjectName,
    notBefore: new Date(notBefore),
    notAfter: new Date(untilMs),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: EC,
    extensions: [
      new lib.BasicConstraintsExtension(false, undefined, true),
      new lib.KeyUsagesExtension(lib.KeyUsageFlags.digitalSignature, true),
      new lib.ExtendedKeyUsageExtension([lib.ExtendedKeyUsage.serverAuth]),
      new lib.SubjectAlternativeNameExtension([
        ...hosts.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await lib.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await lib.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    cert: certificate.toString('pem'),
    key: lib.PemConverter.encode(key, 'PRIVATE KEY'),
    renewAtMs: untilMs - RENEW_BEFORE_MS,
  };
}

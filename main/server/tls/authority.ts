import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { NAME_CONSTRAINTS, nameConstraints } from './constraints.ts';
import { CLOCK_SLACK_MS, DAY_MS, EC, x509 } from './library.ts';

/** A certificate authority of this studio's own, with its key. */
export type Authority = {
  /** As devices show it: `Anchor Studio studio-pc CA`. */
  readonly name: string;
  /** SHA-256 of the certificate, `AB:CD:…`. */
  readonly fingerprint: string;
  readonly der: Buffer;
  /** Milliseconds since the epoch. */
  readonly untilMs: number;
  /** Value of its name constraints, DER. */
  readonly constraints: Uint8Array;
  readonly key: webcrypto.CryptoKey;
  /** Certificate and key as they are kept, PEM. Secret. */
  readonly kept: string;
};

const YEARS_MS = 10 * 365 * DAY_MS;
/** An authority that ends sooner is replaced: what it signs would end with it. */
const LEAST_LEFT_MS = 60 * DAY_MS;
const CONTROLS = /[^\p{L}\p{N} ._-]/gu;

/** A new authority, named after the host, for ten years; for the machine's own names beside the private ones. */
export async function makeAuthority(
  host: string,
  own: { readonly label: string; readonly addresses: readonly string[] },
  now = Date.now(),
): Promise<string> {
  const lib = await x509();
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const name = `Anchor Studio ${host.replace(CONTROLS, '').slice(0, 40)} CA`.replace(/ {2,}/g, ' ');
  const certificate = await lib.X509CertificateGenerator.createSelfSigned({
    serialNumber: freshSerial(),
    name: [{ CN: [name] }],
    notBefore: new Date(now - CLOCK_SLACK_MS),
    notAfter: new Date(now + YEARS_MS),
    keys,
    signingAlgorithm: EC,
    extensions: [
      new lib.BasicConstraintsExtension(true, 0, true),
      new lib.KeyUsagesExtension(lib.KeyUsageFlags.keyCertSign, true),
      // Some systems trust a root for programs and mail as well, where it does not say this.
      new lib.ExtendedKeyUsageExtension([lib.ExtendedKeyUsage.serverAuth]),
      new lib.Extension(NAME_CONSTRAINTS, true, nameConstraints(own.label, own.addresses)),
      await lib.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return `${certificate.toString('pem')}\n${lib.PemConverter.encode(key, 'PRIVATE KEY')}\n`;
}

/** The authority in what `makeAuthority` gave; null for anything else, and for one near its end. */
export async function readAuthority(kept: string, now = Date.now()): Promise<Authority | null> {
  try {
    const certificate = new X509Certificate(kept);
    const key = createPrivateKey(kept);
    const untilMs = Date.parse(certificate.validTo);
    if (!certificate.ca || !certificate.checkPrivateKey(key)) return null;
    if (!(untilMs - now > LEAST_LEFT_MS)) return null;
    const lib = await x509();
    const parsed = new lib.X509Certificate(certificate.raw);
    const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
    return {
      name: parsed.subjectName.getField('CN')[0] ?? '',
      fingerprint: certificate.fingerprint256,
      der: certificate.raw,
      untilMs,
      constraints: new Uint8Array(
        parsed.getExtension(NAME_CONSTRAINTS)?.value ?? new ArrayBuffer(0),
      ),
      key: await webcrypto.subtle.importKey('pkcs8', pkcs8, EC, false, ['sign']),
      kept,
    };
  } catch {
    return null;
  }
}

/** 127 random bits, as a positive number. */
export function freshSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

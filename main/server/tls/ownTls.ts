import { hostname } from 'node:os';
import { type Authority, makeAuthority, readAuthority } from './authority.ts';
import { makeCertificate, type ServerCertificate } from './certificate.ts';
import { hostLabel, type LanNames } from './names.ts';

export type OwnTlsOptions = {
  /** What `keep` was given before; empty for none. Secret. */
  readonly authority: string;
  /** Takes a new authority to where secrets are kept. Rejects when that cannot be. */
  readonly keep: (authority: string) => Promise<void> | void;
  /** What this machine is called at the moment. */
  readonly names: () => LanNames;
  readonly log: (line: string) => void;
};

/** The studio's authority and the certificate it has signed for this machine. */
export class OwnTls {
  readonly #options: OwnTlsOptions;
  #authority: Authority | null = null;
  #certificate: ServerCertificate | null = null;
  #namedFor = '';

  constructor(options: OwnTlsOptions) {
    this.#options = options;
  }

  /** Null until a first certificate was wanted. */
  get authority(): Authority | null {
    return this.#authority;
  }

  /** The certificate for this machine as it is called now, and whether it is another than before. */
  async certificate(now = Date.now()): Promise<{ tls: ServerCertificate; isNew: boolean }> {
    const names = this.#options.names();
    const namedFor = JSON.stringify(names);
    const current = this.#certificate;
    if (current && namedFor === this.#namedFor && now < current.renewAtMs)
      return { tls: current, isNew: false };
    const authority = await this.#ready(now);
    const tls = await makeCertificate(authority, names, now);
    this.#certificate = tls;
    this.#namedFor = namedFor;
    this.#options.log(`https: a certificate for ${names.addresses.join(', ')}`);
    return { tls, isNew: true };
  }

  async #ready(now: number): Promise<Authority> {
    const known = this.#authority?.kept ?? this.#options.authority;
    let authority = await readAuthority(known, now);
    if (!authority) {
      const { addresses } = this.#options.names();
      const made = await makeAuthority(hostname(), { label: hostLabel(), addresses }, now);
      authority = await readAuthority(made, now);
      if (!authority) throw new Error('the new authority is not whole');
      await this.#options.keep(made);
      this.#options.log(`https: a new authority, ${authority.name}, ${authority.fingerprint}`);
    }
    this.#authority = authority;
    return authority;
  }
}

/** HTTPS on the local network, by a certificate authority of this studio's own. */
export type OwnHttps = {
  readonly port: number;
  /** The authority as devices show it, `Anchor Studio studio-pc CA`. */
  readonly authority: string;
  /** SHA-256 of the authority's certificate, `AB:CD:…`. */
  readonly fingerprint: string;
  /** Page that explains to a guest how to trust it, plain HTTP. */
  readonly helpUrl: string;
};

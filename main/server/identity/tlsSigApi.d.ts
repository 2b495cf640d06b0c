/** As far as it is used; the package has no types. */
declare module 'tls-sig-api-v2' {
  export class Api {
    constructor(sdkAppId: number, key: string);
    /** @param expireSeconds validity from now on */
    genSig(userId: string, expireSeconds: number, userBuf: Buffer | null): string;
  }
}

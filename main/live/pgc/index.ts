export { UrlExpiry } from './expiry.ts';
export { type PlayUrl, playUrlsOf, type SignedPush, signPush } from './urls.ts';

import { maskUrl } from '../common/live/mask.ts';

/** The text without its secrets: push URLs lose their keys, queries their tokens. */
export const masked = (text: string): string =>
  text
    .replace(/(?:rtmps?|webrtc):\/\/\S+/gi, maskUrl)
    .replace(/\bBearer\s+\S+/gi, 'Bearer ***')
    .replace(/\b(txSecret|token|key|UserSig)=[^\s&#"']+/gi, '$1=***');

/** One line to stderr; never a secret. */
export function log(line: string): void {
  process.stderr.write(`${masked(line)}\n`);
}

export function logError(what: string, error: unknown): void {
  log(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

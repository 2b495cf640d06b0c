import { maskUrl } from '../common/live/mask.ts';

/** Push URLs anywhere in a text lose their keys. */
const masked = (text: string): string => text.replace(/\brtmps?:\/\/\S+/gi, maskUrl);

/** One line to stderr; never a secret. */
export function log(line: string): void {
  process.stderr.write(`${masked(line)}\n`);
}

export function logError(what: string, error: unknown): void {
  log(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

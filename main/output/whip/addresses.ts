import type { StudioError } from '../../../common/result.ts';
import { parseWhipUrl } from './url.ts';

/** After so many failed tries at one address the other has its turn. */
const TRIES = 2;

/** The address of a destination and the one that takes over. */
export class Addresses {
  readonly #texts: readonly string[];
  #at = 0;
  /** The one that was on air last. */
  #lastLive = 0;
  #failures = 0;
  #firstError: StudioError | null = null;
  #triedAtFirst = 1;

  constructor(url: string, backupUrl: string | null) {
    this.#texts = backupUrl ? [url, backupUrl] : [url];
  }

  /** The one whose turn it is. */
  get text(): string {
    return this.#texts[this.#at] ?? '';
  }

  /** The same for error texts, which name its host only. */
  get current(): URL {
    const url = parseWhipUrl(this.text);
    return url.ok ? url.value : new URL('https://invalid/');
  }

  /** A try to reconnect failed. */
  failed(): void {
    if (++this.#failures < TRIES) return;
    this.#failures = 0;
    this.#at = (this.#at + 1) % this.#texts.length;
  }

  /** A first connect failed; true where the other address is still to be tried. */
  failedAtFirst(error: StudioError): boolean {
    this.#firstError ??= error;
    if (this.#triedAtFirst++ >= this.#texts.length) return false;
    this.#at = (this.#at + 1) % this.#texts.length;
    return true;
  }

  /** Of several failures at first that of the first address tells most. Begins anew with it. */
  firstError(error: StudioError): StudioError {
    const first = this.#firstError ?? error;
    this.#at = 0;
    this.#triedAtFirst = 1;
    this.#firstError = null;
    return first;
  }

  /** On air; where that is another address than last time, which. */
  reached(): 'backup' | 'primary' | null {
    this.#failures = 0;
    const moved = this.#at !== this.#lastLive;
    this.#lastLive = this.#at;
    return moved ? (this.#at === 0 ? 'primary' : 'backup') : null;
  }
}

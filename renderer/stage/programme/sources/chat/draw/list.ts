import { easeOut, inSteps } from './sprite.ts';

/** Lines that are kept; more than any picture has room for. */
const MOST = 40;
/** How long a new line takes to come in. */
const SLIDE_US = 160_000;
/** How long an old one takes to fade away. */
const FADE_US = 320_000;

/** Opacity of a line that is cut at the top. */
const HALF_OUT = 0.5;

export type Entry = {
  readonly id: string;
  /** Programme time from which its seconds count, µs. */
  bornUs: number;
  /** With the room to the next, pixels. */
  height: number;
};

/** An entry where it stands. */
export type Standing<E> = { readonly entry: E; readonly y: number; readonly opacity: number };

/** Lines that come in from below and push those above up; bounded. */
export class MessageList<E extends Entry> {
  #entries: E[] = [];
  /** How far below its place all stands at the beginning of the slide, pixels. */
  #slidePx = 0;
  #slideFromUs = 0;

  get entries(): readonly E[] {
    return this.#entries;
  }

  /** Adds a line below; `slides` is false for what was there before anybody looked. Gives those that are kept no longer. */
  push(entry: E, timeUs: number, slides: boolean): readonly E[] {
    this.#entries.push(entry);
    if (slides) {
      this.#slidePx = this.#offset(timeUs) + entry.height;
      this.#slideFromUs = timeUs;
    }
    return this.#entries.splice(0, Math.max(0, this.#entries.length - MOST));
  }

  /** Takes lines away at once; gives them. */
  remove(isGone: (entry: E) => boolean): readonly E[] {
    const gone = this.#entries.filter(isGone);
    if (gone.length > 0) this.#entries = this.#entries.filter((entry) => !isGone(entry));
    return gone;
  }

  #offset(timeUs: number): number {
    return this.#slidePx * (1 - easeOut((timeUs - this.#slideFromUs) / SLIDE_US));
  }

  /** The lines seen in a picture of `height`; those that stand longer than `seconds` fade (0: never). */
  at(timeUs: number, height: number, seconds: number): readonly Standing<E>[] {
    const standing: Standing<E>[] = [];
    let bottom = height + this.#offset(timeUs);
    for (let at = this.#entries.length - 1; at >= 0 && bottom > 0; at--) {
      const entry = this.#entries[at] as E;
      const y = bottom - entry.height;
      bottom = y;
      const left = seconds > 0 ? entry.bornUs + seconds * 1e6 + FADE_US - timeUs : FADE_US;
      // Whoever is half out at the top is dimmed.
      const inside = y < 0 ? HALF_OUT : 1;
      const opacity = inSteps(Math.min(inside, left / FADE_US));
      if (opacity > 0 && y < height) standing.push({ entry, y, opacity });
    }
    return standing;
  }

  /** Forgets lines that have faded, as far as no younger one still stands above them; gives them. */
  prune(timeUs: number, seconds: number): readonly E[] {
    if (seconds <= 0) return [];
    return this.remove(({ bornUs }) => bornUs + seconds * 1e6 + FADE_US <= timeUs);
  }
}

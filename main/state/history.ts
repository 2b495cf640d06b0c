import type { Patch } from 'immer';
import type { HistoryLabel } from '../../common/live/session.ts';
import type { ShowCommand } from '../../common/show/commands.ts';
import { compacted } from './compacted.ts';

/** One thing the person did, and how to take it back. */
export type Step = {
  readonly label: HistoryLabel;
  /** Edits of one gesture become one step; null stands alone. */
  readonly gesture: string | null;
  readonly forward: readonly Patch[];
  /** To be applied in this order. */
  readonly inverse: readonly Patch[];
  /** How long items glide, there and back, ms. */
  readonly animateMs?: number | undefined;
};

/** What the studio did by itself: no step of the person's, and made anew whenever they go back past it. */
export type Automatic = Pick<Step, 'forward' | 'inverse'> & {
  readonly commands: readonly ShowCommand[];
};

/** A step and what the studio did by itself since, the latest last. */
export type Turn = { readonly step: Step; readonly since: readonly Automatic[] };

type Kept = Step & { readonly bytes: number; readonly automatic?: undefined };
type KeptAutomatic = { readonly automatic: Automatic; readonly bytes: number };
/** `at` is how many stood below it. */
type Undone = Kept & { readonly at: number };

/** Most steps kept, and what they may weigh together, bytes of their JSON. */
const MAX_STEPS = 200;
const MAX_BYTES = 20 * 1024 * 1024;

/**
 * What was done and what was taken back, bounded. Patches count on what was there before them, so what
 * the studio does by itself stands among the steps; but nobody goes back by it.
 */
export class History {
  #done: (Kept | KeptAutomatic)[] = [];
  #undone: Undone[] = [];
  /** So many have left the beginning. */
  #dropped = 0;

  /** The step that undo would take back. */
  get toUndo(): Turn | null {
    const since: Automatic[] = [];
    for (const it of [...this.#done].reverse())
      if (it.automatic) since.unshift(it.automatic);
      else return { step: it, since };
    return null;
  }

  get toRedo(): Turn | null {
    const step = this.#undone.at(-1);
    if (!step) return null;
    const over = this.#done.slice(step.at - this.#dropped);
    return { step, since: over.flatMap(({ automatic }) => automatic ?? []) };
  }

  /** Something was done: what was taken back before cannot be done again. */
  add(step: Step): void {
    const last = this.#done.at(-1);
    const goesOn =
      step.gesture !== null && last && !last.automatic && last.gesture === step.gesture;
    if (goesOn && this.#undone.length === 0) this.#done[this.#done.length - 1] = joined(last, step);
    else this.#done.push(weighed(step));
    this.#undone = [];
    this.#bound();
  }

  /** The studio did something by itself: what was taken back before can still be done again. */
  addAutomatic(automatic: Automatic): void {
    const last = this.#done.at(-1)?.automatic;
    // While there is something to be done again, each keeps its place.
    if (last && this.#undone.length === 0)
      this.#done[this.#done.length - 1] = weighedAutomatic({
        forward: [...last.forward, ...automatic.forward],
        inverse: [...automatic.inverse, ...last.inverse],
        commands: compacted([...last.commands, ...automatic.commands]),
      });
    else this.#done.push(weighedAutomatic(automatic));
    this.#bound();
  }

  /** The last step has been taken back, and what was done since made anew. */
  undone(since: readonly Automatic[]): void {
    const at = this.#done.length - 1 - since.length;
    const step = this.#done[at];
    if (!step || step.automatic) return;
    this.#done.splice(at, this.#done.length, ...since.map(weighedAutomatic));
    this.#undone.push({ ...step, gesture: null, at: at + this.#dropped });
  }

  /** The last step that was taken back has been done again, and what was done since made anew. */
  redone(since: readonly Automatic[]): void {
    const step = this.#undone.pop();
    if (!step) return;
    const { at, ...kept } = step;
    const place = at - this.#dropped;
    this.#done.splice(place, this.#done.length, kept, ...since.map(weighedAutomatic));
  }

  #bound(): void {
    let bytes = this.#done.reduce((sum, it) => sum + it.bytes, 0);
    while (this.#done.length > MAX_STEPS || (bytes > MAX_BYTES && this.#done.length > 1)) {
      bytes -= this.#done.shift()?.bytes ?? 0;
      this.#dropped++;
    }
    // What counts on a place that is gone cannot be done again.
    this.#undone = this.#undone.filter(({ at }) => at >= this.#dropped);
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
    this.#dropped = 0;
  }
}

const bytesOf = ({ forward, inverse }: Pick<Step, 'forward' | 'inverse'>): number =>
  JSON.stringify(forward).length + JSON.stringify(inverse).length;
const weighed = (step: Step): Kept => ({ ...step, bytes: bytesOf(step) });
const weighedAutomatic = (automatic: Automatic): KeptAutomatic => ({
  automatic,
  bytes: bytesOf(automatic),
});

/** The first keeps its label: a drag is called what it began as. */
const joined = (first: Step, next: Step): Kept =>
  weighed({
    ...first,
    forward: shortened([...first.forward, ...next.forward]),
    inverse: shortened([...next.inverse, ...first.inverse]),
  });

const startsWith = (path: Patch['path'], start: Patch['path']): boolean =>
  start.length <= path.length && start.every((key, index) => path[index] === key);

/**
 * The same in fewer patches: of a value that is replaced again and again only the last one counts,
 * so a drag of a thousand moves is as small as one of two. Lists that grow or shrink are left alone:
 * their later patches count on the earlier ones.
 */
function shortened(patches: readonly Patch[]): readonly Patch[] {
  const plain = patches.every(({ op, path }) => op === 'replace' && path.at(-1) !== 'length');
  if (!plain) return patches;
  const kept: Patch[] = [];
  for (const patch of patches) {
    for (let index = kept.length - 1; index >= 0; index--)
      if (startsWith(kept[index]?.path ?? [], patch.path)) kept.splice(index, 1);
    kept.push(patch);
  }
  return kept;
}

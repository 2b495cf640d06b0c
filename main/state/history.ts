import type { Patch } from 'immer';
import type { HistoryLabel } from '../../common/live/session.ts';

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

type Kept = Step & { readonly bytes: number };

/** Most steps kept, and what they may weigh together, bytes of their JSON. */
const MAX_STEPS = 200;
const MAX_BYTES = 20 * 1024 * 1024;

/** What was done and what was taken back, bounded. */
export class History {
  #done: Kept[] = [];
  #undone: Kept[] = [];

  /** The step that undo would take back. */
  get toUndo(): Step | null {
    return this.#done.at(-1) ?? null;
  }

  get toRedo(): Step | null {
    return this.#undone.at(-1) ?? null;
  }

  /** Something was done: what was taken back before cannot be done again. */
  add(step: Step): void {
    const last = this.#done.at(-1);
    const goesOn = step.gesture !== null && last?.gesture === step.gesture;
    if (goesOn && this.#undone.length === 0) this.#done[this.#done.length - 1] = joined(last, step);
    else this.#done.push(weighed(step));
    this.#undone = [];
    let bytes = this.#done.reduce((sum, it) => sum + it.bytes, 0);
    while (this.#done.length > MAX_STEPS || (bytes > MAX_BYTES && this.#done.length > 1))
      bytes -= this.#done.shift()?.bytes ?? 0;
  }

  /** The last step has been taken back. */
  undone(): void {
    const step = this.#done.pop();
    if (step) this.#undone.push({ ...step, gesture: null });
  }

  /** The last step that was taken back has been done again. */
  redone(): void {
    const step = this.#undone.pop();
    if (step) this.#done.push(step);
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }
}

const weighed = (step: Step): Kept => ({
  ...step,
  bytes: JSON.stringify(step.forward).length + JSON.stringify(step.inverse).length,
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

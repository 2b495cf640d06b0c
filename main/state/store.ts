import type { UnknownAction } from '@reduxjs/toolkit';
import { applyPatches, type Draft, enablePatches, type Patch, produceWithPatches } from 'immer';
import type { StatePatch, StudioState } from '../../common/ipc/contract.ts';
import type { HistoryLabel, Session } from '../../common/live/session.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { type Edit, notUndoable } from '../../common/show/commands.ts';
import { settle } from '../../common/show/settle.ts';
import type { ShowState } from '../../common/show/slices.ts';
import { checkTouched } from './checkTouched.ts';
import { History } from './history.ts';
import { labelOf } from './historyLabels.ts';
import { isSettled, reduceShow, structureChanged } from './reduce.ts';

enablePatches();

/** Called after each change, in order; `seq` grows by one each time. */
export type StateListener = (change: {
  readonly seq: number;
  readonly patches: readonly StatePatch[];
  readonly state: StudioState;
  /** Items that this moves glide to their new places, ms. */
  readonly animateMs?: number | undefined;
}) => void;

/** Whether an edit, or its way back, may be made now. */
export type MayBecome = (before: ShowState, after: ShowState) => Result<null>;

type Change = {
  readonly state: StudioState;
  readonly patches: Patch[];
  readonly inverse: Patch[];
  /** Whether parts of the document came, went or were tied to others. */
  readonly structural?: boolean;
};

const change = (state: StudioState, recipe: (draft: Draft<StudioState>) => void): Change => {
  const [after, patches, inverse] = produceWithPatches(state, (draft) => {
    recipe(draft);
  });
  return { state: after, patches, inverse };
};

/** The one place the show document and the session are written. Every change leaves as patches. */
export class StudioStore {
  #state: StudioState;
  #seq = 0;
  readonly #mayBecome: MayBecome;
  readonly #history = new History();
  readonly #listeners = new Set<StateListener>();

  constructor(state: StudioState, mayBecome: MayBecome = () => ok(null)) {
    this.#state = state;
    this.#mayBecome = mayBecome;
  }

  get state(): StudioState {
    return this.#state;
  }

  snapshot(): { seq: number; state: StudioState } {
    return { seq: this.#seq, state: this.#state };
  }

  /**
   * Changes the show document by all of the commands, which have been checked at the IPC door, or
   * by none when the outcome is no show. One step of undo.
   */
  edit(edit: Edit): Result<null> {
    const before = this.#state;
    const changed = this.#changeShow((show) => {
      for (const command of edit.commands) reduceShow(show, command);
    });
    if (changed.patches.length === 0) return ok(null);
    const checked = checkTouched(changed.state.show, changed.patches, changed.structural ?? false);
    if (!checked.ok) return checked;
    const allowed = this.#mayBecome(before.show, changed.state.show);
    if (!allowed.ok) return allowed;
    const { animateMs } = edit;
    this.#commit(changed, animateMs);
    if (edit.commands.every(({ type }) => notUndoable.includes(type))) return ok(null);
    const label = labelOf(edit, [before.show, changed.state.show]);
    this.#remember(changed, label, edit.gesture ?? null, animateMs);
    return ok(null);
  }

  /** Changes the document as main decides; one step of undo. */
  editShow(label: HistoryLabel, recipe: (show: Draft<ShowState>) => void): void {
    const changed = this.#changeShow(recipe);
    if (changed.patches.length === 0) return;
    this.#commit(changed);
    this.#remember(changed, label, null);
  }

  /** Changes the show document by an action that no view may send; undo passes it by. */
  dispatch(action: UnknownAction): void {
    this.#commit(this.#changeShow((show) => reduceShow(show, action)));
  }

  /** Puts another show in the place of this one. What was done to this one cannot be undone any more. */
  replaceShow(show: ShowState): void {
    this.#commit(
      change(this.#state, (draft) => {
        // Part by part: whoever follows one part sees it change in its place.
        Object.assign(draft.show, show);
      }),
    );
    this.#history.clear();
    this.#tellHistory();
  }

  /** Takes back the last step; nothing where there is none. Refused when the scene on air would go with it. */
  undo(): Result<null> {
    const step = this.#history.toUndo;
    return step
      ? this.#travel(step.inverse, step.animateMs, () => this.#history.undone())
      : ok(null);
  }

  /** Does the last step that was taken back again. */
  redo(): Result<null> {
    const step = this.#history.toRedo;
    return step
      ? this.#travel(step.forward, step.animateMs, () => this.#history.redone())
      : ok(null);
  }

  /** Changes the session. */
  session(recipe: (session: Draft<Session>) => void): void {
    this.#commit(change(this.#state, (draft) => recipe(draft.session)));
  }

  /** Returns an unsubscribe. */
  subscribe(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Nothing is written yet: whoever asked may look first. */
  #changeShow(recipe: (show: Draft<ShowState>, whole: Draft<StudioState>) => void): Change {
    const changed = change(this.#state, (draft) => recipe(draft.show, draft));
    if (!structureChanged(this.#state.show, changed.state.show)) return changed;
    if (isSettled(changed.state.show)) return { ...changed, structural: true };
    const settled = change(changed.state, (draft) => settle(draft.show));
    return {
      state: settled.state,
      patches: [...changed.patches, ...settled.patches],
      inverse: [...settled.inverse, ...changed.inverse],
      structural: true,
    };
  }

  #travel(
    patches: readonly Patch[],
    animateMs: number | undefined,
    done: () => void,
  ): Result<null> {
    const onAir = this.#state.show.canvases;
    const changed = this.#changeShow((show, whole) => {
      applyPatches(whole, [...patches]);
      // What is on air or in the preview is no edit: it stays as it is now.
      for (const canvas of show.canvases) {
        const now = onAir.find(({ id }) => id === canvas.id);
        if (!now) continue;
        canvas.programSceneId = now.programSceneId;
        canvas.previewSceneId = now.previewSceneId;
        canvas.studioMode = now.studioMode;
      }
    });
    const canvases = changed.state.show.canvases;
    if (
      onAir.some(({ programSceneId }, index) => canvases[index]?.programSceneId !== programSceneId)
    )
      return err('ON_AIR', 'this would remove the scene on air: bring another one on air first');
    const allowed = this.#mayBecome(this.#state.show, changed.state.show);
    if (!allowed.ok) return allowed;
    this.#commit(changed, animateMs);
    done();
    this.#tellHistory();
    return ok(null);
  }

  #remember(
    { patches, inverse }: Change,
    label: HistoryLabel,
    gesture: string | null,
    animateMs?: number,
  ): void {
    this.#history.add({ label, gesture, forward: patches, inverse, animateMs });
    this.#tellHistory();
  }

  #tellHistory(): void {
    const undo = this.#history.toUndo?.label ?? null;
    const redo = this.#history.toRedo?.label ?? null;
    const { history } = this.#state.session;
    const alike = (a: HistoryLabel | null, b: HistoryLabel | null) =>
      a === b || (a?.key === b?.key && a?.subject === b?.subject);
    if (alike(history.undo, undo) && alike(history.redo, redo)) return;
    this.session((session) => {
      session.history = { undo, redo };
    });
  }

  #commit({ state, patches }: Change, animateMs?: number): void {
    if (patches.length === 0) return;
    this.#state = state;
    this.#seq++;
    const told = { seq: this.#seq, patches, state, animateMs };
    for (const listener of [...this.#listeners]) listener(told);
  }
}

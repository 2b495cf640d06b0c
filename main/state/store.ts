import type { UnknownAction } from '@reduxjs/toolkit';
import { applyPatches, type Draft, enablePatches, type Patch, produceWithPatches } from 'immer';
import type { StatePatch, StudioState } from '../../common/ipc/contract.ts';
import type { HistoryLabel, Session } from '../../common/live/session.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { type Edit, notUndoable, type ShowCommand } from '../../common/show/commands.ts';
import { settle } from '../../common/show/settle.ts';
import type { ShowState } from '../../common/show/slices.ts';
import { checkTouched } from './checkTouched.ts';
import { differences } from './differences.ts';
import { type Automatic, History, type Turn } from './history.ts';
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

  /**
   * As `edit`, for what the studio does by itself: no step of undo, and undo neither takes it back nor
   * is held up by it. Its commands never remove anything.
   */
  editByItself({ commands, animateMs }: Pick<Edit, 'commands' | 'animateMs'>): Result<null> {
    const before = this.#state;
    const changed = this.#replay(before, commands);
    if (changed.patches.length === 0) return ok(null);
    const checked = checkTouched(changed.state.show, changed.patches, changed.structural ?? false);
    if (!checked.ok) return checked;
    const allowed = this.#mayBecome(before.show, changed.state.show);
    if (!allowed.ok) return allowed;
    this.#commit(changed, animateMs);
    const { patches: forward, inverse } = changed;
    this.#history.addAutomatic({ forward, inverse, commands });
    this.#tellHistory();
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
    const turn = this.#history.toUndo;
    if (!turn) return ok(null);
    return this.#travel(turn, turn.step.inverse, (since) => this.#history.undone(since));
  }

  /** Does the last step that was taken back again. */
  redo(): Result<null> {
    const turn = this.#history.toRedo;
    if (!turn) return ok(null);
    return this.#travel(turn, turn.step.forward, (since) => this.#history.redone(since));
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
  #changeShow(
    recipe: (show: Draft<ShowState>, whole: Draft<StudioState>) => void,
    before = this.#state,
  ): Change {
    const changed = change(before, (draft) => recipe(draft.show, draft));
    if (!structureChanged(before.show, changed.state.show)) return changed;
    if (isSettled(changed.state.show)) return { ...changed, structural: true };
    const settled = change(changed.state, (draft) => settle(draft.show));
    return {
      state: settled.state,
      patches: [...changed.patches, ...settled.patches],
      inverse: [...settled.inverse, ...changed.inverse],
      structural: true,
    };
  }

  #replay(before: StudioState, commands: readonly ShowCommand[]): Change {
    return this.#changeShow((show) => {
      for (const command of commands) reduceShow(show, command);
    }, before);
  }

  /** To where `patches` lead from before what the studio did by itself since, which is then done anew. */
  #travel(
    { step, since }: Turn,
    patches: readonly Patch[],
    done: (since: readonly Automatic[]) => void,
  ): Result<null> {
    const before = this.#state;
    const stripped = since.toReversed().flatMap(({ inverse }) => inverse);
    const first = this.#changeShow((_, whole) => {
      applyPatches(whole, [...stripped, ...patches]);
    });
    let reached = first.state;
    const anew: Automatic[] = [];
    for (const { commands } of since) {
      const { state, patches: forward, inverse } = this.#replay(reached, structuredClone(commands));
      anew.push({ forward, inverse, commands });
      reached = state;
    }
    const onAir = before.show.canvases;
    const last = this.#changeShow((draft) => {
      // What is on air or in the preview is no edit: it stays as it is now.
      for (const canvas of draft.canvases) {
        const now = onAir.find(({ id }) => id === canvas.id);
        if (!now) continue;
        canvas.programSceneId = now.programSceneId;
        canvas.previewSceneId = now.previewSceneId;
        canvas.studioMode = now.studioMode;
      }
    }, reached);
    const { show } = last.state;
    if (onAir.some(({ programSceneId: id }, at) => show.canvases[at]?.programSceneId !== id))
      return err('ON_AIR', 'this would remove the scene on air: bring another one on air first');
    if (since.length > 0 && losesOwn(before.show, show, since))
      return err('ON_AIR', 'this would remove what is on air: bring another scene on air first');
    const allowed = this.#mayBecome(before.show, show);
    if (!allowed.ok) return allowed;
    // What went and came back in between was never away, as far as anybody is told.
    const changed =
      since.length > 0
        ? change(before, (draft) => {
            applyPatches(draft, differences(before.show, show, ['show']));
          })
        : { ...last, patches: [...first.patches, ...last.patches] };
    this.#commit(changed, step.animateMs);
    done(anew);
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
    const undo = this.#history.toUndo?.step.label ?? null;
    const redo = this.#history.toRedo?.step.label ?? null;
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

/** Whether something on air that the studio put there by itself would not be there any more. */
function losesOwn(before: ShowState, after: ShowState, since: readonly Automatic[]): boolean {
  const own = new Set(
    since.flatMap(({ commands }) =>
      commands.flatMap(({ type, payload }) => {
        if (type === 'scenes/sceneAdded') return payload.scene.items.map(({ id }) => id);
        return type === 'scenes/itemsAdded' ? payload.items.map(({ id }) => id) : [];
      }),
    ),
  );
  const ownOnAir = ({ canvases, scenes }: ShowState) =>
    canvases.flatMap(({ programSceneId }) =>
      (scenes.find(({ id }) => id === programSceneId)?.items ?? []).filter(({ id }) => own.has(id)),
    );
  return ownOnAir(after).length < ownOnAir(before).length;
}

import type { UnknownAction } from '@reduxjs/toolkit';
import { type Draft, enablePatches, type Patch, produceWithPatches } from 'immer';
import type { StatePatch, StudioState } from '../../common/ipc/contract.ts';
import type { Session } from '../../common/live/session.ts';
import { ok, type Result } from '../../common/result.ts';
import type { ShowCommand } from '../../common/show/commands.ts';
import { scaleShow } from '../../common/show/resize.ts';
import { settle } from '../../common/show/settle.ts';
import { type ShowState, showActions, showReducers } from '../../common/show/slices.ts';

enablePatches();

/** Called after each change, in order; `seq` grows by one each time. */
export type StateListener = (change: {
  readonly seq: number;
  readonly patches: readonly StatePatch[];
  readonly state: StudioState;
}) => void;

/** Runs every slice over a draft of the document; slices notice that they are given a draft and change it in place. */
function reduceShow(draft: Draft<ShowState>, action: UnknownAction): void {
  if (showActions.canvasResized.match(action)) {
    const canvas = draft.canvases.find(({ id }) => id === action.payload.canvasId);
    if (canvas) scaleShow(draft, canvas, action.payload);
  }
  const slices = draft as unknown as Record<string, unknown>;
  for (const [name, reduce] of Object.entries(showReducers)) {
    const before = slices[name];
    const after = (reduce as (state: unknown, action: UnknownAction) => unknown)(before, action);
    if (after !== before) slices[name] = after;
  }
}

/** The one place the show document and the session are written. Every change leaves as patches. */
export class StudioStore {
  #state: StudioState;
  #seq = 0;
  readonly #listeners = new Set<StateListener>();

  constructor(state: StudioState) {
    this.#state = state;
  }

  get state(): StudioState {
    return this.#state;
  }

  snapshot(): { seq: number; state: StudioState } {
    return { seq: this.#seq, state: this.#state };
  }

  /** Changes the show document by all of the commands. They have been checked at the IPC door. */
  edit(commands: readonly ShowCommand[]): Result<null> {
    this.#change((draft) => {
      for (const command of commands) reduceShow(draft.show, command);
      settle(draft.show);
    });
    return ok(null);
  }

  /** Changes the show document by an action that no view may send. */
  dispatch(action: UnknownAction): void {
    this.#change((draft) => {
      reduceShow(draft.show, action);
      settle(draft.show);
    });
  }

  /** Changes the session. */
  session(recipe: (session: Draft<Session>) => void): void {
    this.#change((draft) => recipe(draft.session));
  }

  /** Returns an unsubscribe. */
  subscribe(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #change(recipe: (draft: Draft<StudioState>) => void): void {
    const [state, patches] = produceWithPatches(this.#state, (draft) => {
      recipe(draft);
    }) as [StudioState, Patch[], Patch[]];
    if (patches.length === 0) return;
    this.#state = state;
    this.#seq++;
    const change = { seq: this.#seq, patches, state };
    for (const listener of [...this.#listeners]) listener(change);
  }
}

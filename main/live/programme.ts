import type { StageOrder } from '../../common/ipc/stage.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { newTransition } from '../../common/show/new.ts';
import type { Canvas } from '../../common/show/schema.ts';
import { showActions } from '../../common/show/slices.ts';
import type { Transition } from '../../common/show/transitions.ts';
import type { StudioStore } from '../state/store.ts';

export type ProgrammeOptions = {
  readonly store: StudioStore;
  readonly order: (order: StageOrder) => void;
  /** Whether the stage may be sent to this file. */
  readonly mayName: (path: string) => boolean;
};

/** Brings scenes on air. The stage makes the transition; the document says which scene it is. */
export class Programme {
  readonly #options: ProgrammeOptions;
  /** What the T-bar moves while a hand is on it. */
  #held: { readonly sceneId: string; readonly transition: Transition } | null = null;

  constructor(options: ProgrammeOptions) {
    this.#options = options;
  }

  /** Without a scene, that of the preview; without a transition, the scene's own or the show's. */
  take(wanted: { sceneId?: string; transition?: Transition }): Result<null> {
    const found = this.#wanted(wanted.sceneId, wanted.transition);
    if (!found.ok) return found;
    const { canvas, sceneId, transition } = found.value;
    this.#held = null;
    if (canvas.programSceneId === sceneId) return ok(null);
    this.#options.order({ type: 'take', sceneId, transition });
    this.#options.store.dispatch(showActions.sceneTaken({ canvasId: canvas.id, sceneId }));
    return ok(null);
  }

  /** Moves between programme and preview by hand: 0..1, 1 takes; null lets go. Studio mode only. */
  tbar(position: number | null): Result<null> {
    const { order, store } = this.#options;
    if (position === null) {
      if (this.#held) order({ type: 'tbar', ...this.#held, position });
      this.#held = null;
      return ok(null);
    }
    const found = this.#wanted(undefined, undefined);
    if (!found.ok) return found;
    const { canvas, transition } = found.value;
    // The hand keeps what it took hold of, whatever is chosen for the preview meanwhile.
    this.#held ??= { sceneId: found.value.sceneId, transition: movable(transition) };
    const { sceneId } = this.#held;
    if (canvas.programSceneId === sceneId) return ok(null);
    order({ type: 'tbar', ...this.#held, position });
    if (position < 1) return ok(null);
    this.#held = null;
    store.dispatch(showActions.sceneTaken({ canvasId: canvas.id, sceneId }));
    return ok(null);
  }

  #wanted(
    sceneId: string | undefined,
    transition: Transition | undefined,
  ): Result<{ canvas: Canvas; sceneId: string; transition: Transition }> {
    const { canvases, scenes, transitions } = this.#options.store.state.show;
    const [canvas] = canvases;
    if (!canvas || (sceneId === undefined && !canvas.studioMode))
      return err('INPUT_INVALID', 'only studio mode has a scene in the preview to take');
    const scene = scenes.find(({ id }) => id === (sceneId ?? canvas.previewSceneId));
    if (!scene || scene.group) return err('INPUT_INVALID', 'there is no such scene');
    if (transition && 'path' in transition && !this.#options.mayName(transition.path))
      return err('INPUT_INVALID', 'the file of a transition has to be picked first');
    const chosen = transition ?? scene.transition ?? transitions.chosen;
    return ok({ canvas, sceneId: scene.id, transition: chosen });
  }
}

/** A cut has nothing between its ends, and a stinger runs at its own pace: by hand both are a fade. */
const movable = (transition: Transition): Transition =>
  transition.kind === 'cut' || transition.kind === 'stinger' ? newTransition('fade') : transition;

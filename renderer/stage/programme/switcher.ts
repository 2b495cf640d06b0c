import type { Transition } from '../../../common/show/transitions.ts';
import type { Mix } from '../compositor/backend.ts';
import type { Stinger } from './sources/media/stinger.ts';

/** What the programme shows: one scene, or two on their way. */
export type OnAir =
  | { readonly kind: 'scene'; readonly sceneId: string }
  | {
      readonly kind: 'mix';
      readonly from: string;
      readonly to: string;
      readonly mix: Mix;
      /** 0..1, both not included. */
      readonly progress: number;
    }
  | {
      readonly kind: 'stinger';
      readonly sceneId: string;
      readonly over: Stinger;
      readonly msIntoIt: number;
    };

/** How a transition is carried out, once its files are there. */
export type Carried =
  | { readonly kind: 'cut' }
  | { readonly kind: 'mix'; readonly mix: Mix; readonly durationMs: number }
  /** The scenes are switched under it at `cutMs`. */
  | {
      readonly kind: 'stinger';
      readonly over: Stinger;
      readonly cutMs: number;
      readonly durationMs: number;
    };

export type SwitcherOptions = {
  /** Gets a scene and a transition ready: null where they are, else what settles when they are. */
  prepare(sceneId: string, transition: Transition): Promise<unknown> | null;
  /** What is made of a transition with what has been got ready. */
  carry(transition: Transition): Carried;
  onTransition(toSceneId: string, byHand: boolean): void;
  /** The scene alone is on air from this frame of the grid on. */
  onTaken(sceneId: string, frame: number): void;
  onNotTaken(): void;
};

/** Longest that a take waits for the new scene's sources, ms; the old scene is on air meanwhile. */
const READY_MS = 500;
/** The same where a stinger has to be decoded: without its first pictures it would not cover the switch. */
const STINGER_READY_MS = 1500;

type Waiting = { readonly sceneId: string; readonly transition: Transition; isReady: boolean };

type Way =
  | { readonly kind: 'none' }
  /** The first frame of the grid that shows the new scene alone is `alone`. */
  | {
      readonly kind: 'timed';
      readonly to: string;
      readonly carried: Exclude<Carried, { kind: 'cut' }>;
      readonly start: number;
      readonly alone: number;
      /** Of a stinger: the first frame that shows the new scene under it. */
      readonly cut: number;
    }
  | {
      readonly kind: 'hand';
      readonly to: string;
      readonly transition: Transition;
      position: number;
    };

/** Knows which scene is on air and by which way the next one comes. Time is counted in frames of the grid. */
export class Switcher {
  readonly #options: SwitcherOptions;
  #alone: string;
  #way: Way = { kind: 'none' };
  #waiting: Waiting | null = null;
  /** A scene that has come on air alone and whose first frame has not been made. */
  #untold = false;

  constructor(sceneId: string, options: SwitcherOptions) {
    this.#alone = sceneId;
    this.#options = options;
  }

  /** Scenes that the next frame may show. */
  get onAir(): readonly string[] {
    return this.#way.kind === 'none' ? [this.#alone] : [this.#alone, this.#way.to];
  }

  /** The scene that is being got ready. */
  get next(): string | null {
    return this.#waiting?.sceneId ?? null;
  }

  /** The scene that was asked for last, on air or on its way by order. */
  get wanted(): string {
    if (this.#waiting) return this.#waiting.sceneId;
    return this.#way.kind === 'timed' ? this.#way.to : this.#alone;
  }

  /** Brings a scene on air; one that is on its way arrives at once. */
  take(sceneId: string, transition: Transition): void {
    this.#end();
    this.#waiting = null;
    if (sceneId === this.#alone) return;
    const waiting: Waiting = { sceneId, transition, isReady: false };
    this.#waiting = waiting;
    const ready = this.#options.prepare(sceneId, transition);
    if (!ready) {
      waiting.isReady = true;
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise((resolve) => {
      const longestMs = transition.kind === 'stinger' ? STINGER_READY_MS : READY_MS;
      timer = setTimeout(resolve, longestMs);
    });
    void Promise.race([ready, late])
      .catch(() => {})
      .then(() => {
        clearTimeout(timer);
        waiting.isReady = true;
      });
  }

  /** Moves by hand between what is on air and a scene; 1 takes it, null lets go. */
  tbar(sceneId: string, transition: Transition, position: number | null): void {
    if (position === null) {
      if (this.#way.kind === 'hand') this.#end();
      return;
    }
    if (sceneId === this.#alone) return;
    if (this.#way.kind !== 'hand' || this.#way.to !== sceneId) {
      this.#end();
      this.#waiting = null;
      this.#options.prepare(sceneId, transition);
      this.#way = { kind: 'hand', to: sceneId, transition, position };
      this.#options.onTransition(sceneId, true);
    }
    this.#way.position = position;
    if (position >= 1) this.#arrive(sceneId);
  }

  /** The document says that this scene is on air: where nobody ordered it, by a cut. */
  follow(sceneId: string, exists: (sceneId: string) => boolean): void {
    if (sceneId !== this.wanted) this.take(sceneId, { kind: 'cut' });
    // What the document does not have cannot be shown any longer, not even on the way out.
    if (!exists(this.#alone) || this.onAir.some((id) => !exists(id))) this.#arrive(sceneId);
  }

  /** Ends any transition: the frames of before and after do not stand on one grid. */
  settle(): void {
    this.#end();
  }

  /** A transition under way is over: its scene is alone, or the hand lets go. */
  #end(): void {
    if (this.#way.kind === 'timed') this.#arrive(this.#way.to);
    else if (this.#way.kind === 'hand') this.#arrive(this.#alone);
  }

  #arrive(sceneId: string): void {
    const way = this.#way;
    this.#way = { kind: 'none' };
    this.#waiting = null;
    this.#untold ||= this.#alone !== sceneId;
    this.#alone = sceneId;
    if (way.kind === 'hand' && way.to !== sceneId) this.#options.onNotTaken();
  }

  /** What is on air at a frame. Frames come in order, but not every one has to. */
  at(frame: number, fps: number): OnAir {
    if (this.#waiting?.isReady) this.#begin(this.#waiting, frame, fps);
    const way = this.#way;
    if (way.kind === 'timed' && frame >= way.alone) {
      this.#arrive(way.to);
      this.#untold = false;
      this.#options.onTaken(way.to, way.alone);
    }
    if (this.#untold) {
      this.#untold = false;
      this.#options.onTaken(this.#alone, frame);
    }
    return this.#picture(frame, fps);
  }

  #begin({ sceneId, transition }: Waiting, frame: number, fps: number): void {
    this.#waiting = null;
    const carried = this.#options.carry(transition);
    if (carried.kind === 'cut') return this.#arrive(sceneId);
    const framesIn = (ms: number): number => Math.round((ms * fps) / 1000);
    const { durationMs } = carried;
    const cut = carried.kind === 'stinger' ? frame + framesIn(carried.cutMs) : frame;
    // The first frame of a mix has gone one step already, so that none repeats what was before it.
    const alone =
      carried.kind === 'mix'
        ? frame + framesIn(durationMs) - 1
        : Math.max(cut, frame + framesIn(durationMs));
    if (alone <= frame) return this.#arrive(sceneId);
    this.#untold = false;
    this.#way = { kind: 'timed', to: sceneId, carried, start: frame, alone, cut };
    this.#options.onTransition(sceneId, false);
  }

  #picture(frame: number, fps: number): OnAir {
    const way = this.#way;
    const from = this.#alone;
    if (way.kind === 'none') return { kind: 'scene', sceneId: from };
    if (way.kind === 'hand') {
      const progress = way.position;
      if (progress <= 0) return { kind: 'scene', sceneId: from };
      return { kind: 'mix', from, to: way.to, mix: this.#mixByHand(way.transition), progress };
    }
    const { to, carried, start, alone, cut } = way;
    if (carried.kind === 'mix') {
      const progress = (frame - start + 1) / (alone - start + 1);
      return { kind: 'mix', from, to, mix: carried.mix, progress };
    }
    const sceneId = frame < cut ? from : to;
    return {
      kind: 'stinger',
      sceneId,
      over: carried.over,
      msIntoIt: ((frame - start) * 1000) / fps,
    };
  }

  /** Asked for at each frame: the image of a wipe may come while the hand is moving already. */
  #mixByHand(transition: Transition): Mix {
    const carried = this.#options.carry(transition);
    return carried.kind === 'mix' ? carried.mix : { kind: 'fade' };
  }
}

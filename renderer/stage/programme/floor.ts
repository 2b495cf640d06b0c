import type { OverlayFeed } from '../../../common/chat/overlay.ts';
import type { StatePatch } from '../../../common/ipc/contract.ts';
import type { StageEvent, WebFrame } from '../../../common/ipc/stage.ts';
import type { MediaState } from '../../../common/live/telemetry.ts';
import { scenesWithin, sourcesShown } from '../../../common/show/graph.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { Transition } from '../../../common/show/transitions.ts';
import type { Layer, ProgrammePicture } from '../compositor/backend.ts';
import { Chains } from './chains.ts';
import { Composition, type Parts } from './composition/composition.ts';
import { applyPatches } from './patches.ts';
import { Pictures } from './pictures.ts';
import { prepareStinger, type Stinger } from './sources/media/stinger.ts';
import type { GuestFace, MediaOrder, Moment, ReportProblem } from './sources/picture.ts';
import { type Carried, Switcher } from './switcher.ts';
import { WipeImages } from './wipes.ts';

export type FloorEvent = Extract<
  StageEvent,
  { type: 'sourceProblem' | 'sourceSize' | 'warning' | 'transition' | 'taken' | 'notTaken' }
>;

/** The show on its way to pictures: sources, scenes, and which of them is on air. */
export class Floor {
  readonly #tell: (event: FloorEvent) => void;
  readonly #pictures: Pictures;
  readonly #chains: Chains;
  readonly #composition: Composition;
  readonly #switcher: Switcher;
  readonly #wipes = new WipeImages();
  readonly #parts: Parts;
  #show: ShowState;
  #pages: MessagePort | null = null;
  #previewed = false;
  /** The one that is got ready or plays. */
  #stinger: { readonly path: string; readonly stinger: Stinger } | null = null;
  /** What `see` was last told, so that it is not told again. */
  #seenFor: readonly unknown[] = [];

  constructor(show: ShowState, tell: (event: FloorEvent) => void) {
    this.#show = show;
    this.#tell = tell;
    const problem: ReportProblem = (sourceId, error) =>
      tell({ type: 'sourceProblem', sourceId, error });
    this.#chains = new Chains(problem);
    this.#pictures = new Pictures(show, {
      problem,
      warning: (kind, sourceId, on) => tell({ type: 'warning', key: `${kind}:${sourceId}`, on }),
    });
    this.#composition = new Composition(show);
    this.#parts = {
      pictureOf: (id) => this.#pictures.known(id),
      chainOf: (source) => this.#chains.of(source),
    };
    this.#switcher = new Switcher(this.#canvas.programSceneId, {
      prepare: (sceneId, transition) => this.#prepare(sceneId, transition),
      carry: (transition) => this.#carry(transition),
      onTransition: (toSceneId, byHand) => tell({ type: 'transition', toSceneId, byHand }),
      onTaken: (sceneId, frame) => tell({ type: 'taken', sceneId, frame }),
      onNotTaken: () => tell({ type: 'notTaken' }),
    });
    this.#see();
  }

  get show(): ShowState {
    return this.#show;
  }

  get #canvas() {
    const [canvas] = this.#show.canvases;
    if (!canvas) throw new Error('the show has no canvas');
    return canvas;
  }

  /** Takes a change of the document; what it moves glides for `animateMs`, from where it is at `timeUs`. */
  patch(patches: readonly StatePatch[], animateMs: number | undefined, timeUs: number): void {
    const before = this.#canvas;
    this.#show = applyPatches(this.#show, patches);
    this.#pictures.update(this.#show);
    this.#composition.update(this.#show, animateMs, timeUs);
    if (this.#canvas.fps !== before.fps) this.#switcher.settle();
    const { programSceneId } = this.#canvas;
    this.#switcher.follow(programSceneId, (id) => this.#composition.scene(id) !== undefined);
    this.#see();
  }

  /** Whether anybody looks at the preview. */
  setPreviewed(on: boolean): void {
    this.#previewed = on;
    this.#see();
  }

  take(sceneId: string, transition: Transition): void {
    if (this.#composition.scene(sceneId)) this.#switcher.take(sceneId, transition);
    this.#see();
  }

  tbar(sceneId: string, transition: Transition, position: number | null): void {
    if (this.#composition.scene(sceneId)) this.#switcher.tbar(sceneId, transition, position);
    this.#see();
  }

  /** Where the sound of a media source goes; null while nobody hears it. */
  takeSound(sourceId: string, port: MessagePort | null): void {
    this.#pictures.takeSound(sourceId, port);
  }

  /** Who sits on a guest source's seat; null for nobody. */
  seat(sourceId: string, face: GuestFace | null): void {
    this.#pictures.seat(sourceId, face);
  }

  attach(sourceId: string, frames: ReadableStream<VideoFrame> | null): void {
    this.#pictures.attach(sourceId, frames);
  }

  order(order: MediaOrder): void {
    this.#pictures.order(order);
  }

  /** What was said in the room since the last time, at programme time `timeUs`. */
  hear(feed: OverlayFeed, timeUs: number): void {
    this.#pictures.hear(feed, timeUs);
  }

  /** The port that pictures of web pages come by. Each is answered, so that no more come than can be taken. */
  takePages(port: MessagePort): void {
    this.#pages?.close();
    this.#pages = port;
    port.onmessage = ({ data }: MessageEvent<WebFrame>) => {
      this.#pictures.paint(data);
      port.postMessage(data.sourceId);
    };
  }

  /** Where the media sources that have been seen stand. */
  get playing(): Readonly<Record<string, MediaState>> {
    return this.#pictures.playing;
  }

  /** Settles when the programme's sources have had their chance to be whole. */
  async ready(): Promise<void> {
    const shown = sourcesShown(this.#show, this.#switcher.onAir);
    await Promise.all([this.#pictures.ready(shown), this.#chains.ready(this.#show, shown)]);
  }

  /** What is on air at a frame. Frames come in order, but not every one has to. */
  pictureAt(moment: Moment): ProgrammePicture {
    const onAir = this.#switcher.at(moment.frame, moment.fps);
    this.#composition.glides.prune(moment.timeUs);
    this.#see();
    if (onAir.kind === 'scene') {
      if (this.#switcher.next === null) this.#dropStinger();
      return { kind: 'scene', layers: this.layersOf(onAir.sceneId, moment) };
    }
    if (onAir.kind === 'stinger') {
      const over = onAir.over.layersAt(onAir.msIntoIt, this.#canvas);
      return { kind: 'scene', layers: [...this.layersOf(onAir.sceneId, moment), ...over] };
    }
    const { from, to, mix, progress } = onAir;
    return {
      kind: 'mix',
      from: this.layersOf(from, moment),
      to: this.layersOf(to, moment),
      mix,
      progress,
    };
  }

  /** The frame is not made, but time goes on: a transition does too. */
  pass({ frame, fps }: Moment): void {
    this.#switcher.at(frame, fps);
    this.#see();
  }

  layersOf(sceneId: string, moment: Moment): Layer[] {
    return this.#composition.layersOf(sceneId, moment, this.#parts);
  }

  /** The scene of studio mode's preview; null where it is the one on air, alone. */
  get previewSceneId(): string | null {
    const { previewSceneId } = this.#canvas;
    const { onAir } = this.#switcher;
    return onAir.length === 1 && onAir[0] === previewSceneId ? null : previewSceneId;
  }

  /** Tells the sizes of pictures that have got one. */
  tellSizes(): void {
    for (const [sourceId, { width, height }] of this.#pictures.resized())
      this.#tell({ type: 'sourceSize', sourceId, width, height });
  }

  /** Null where the scene can be shown at once. It is seen as in a preview until it is on air. */
  #prepare(sceneId: string, transition: Transition): Promise<unknown> | null {
    this.#see(sceneId);
    const shown = sourcesShown(this.#show, [sceneId]);
    const waits = [
      this.#pictures.ready(shown),
      this.#chains.ready(this.#show, shown),
      transition.kind === 'lumaWipe' ? this.#wipes.prepare(transition.path) : null,
      transition.kind === 'stinger' ? this.#prepareStinger(transition.path) : null,
    ].filter((wait) => wait !== null);
    return waits.length > 0 ? Promise.all(waits) : null;
  }

  /** Each stinger plays once. */
  #prepareStinger(path: string): Promise<unknown> {
    this.#dropStinger();
    const stinger = prepareStinger(path);
    this.#stinger = { path, stinger };
    return stinger.ready;
  }

  #dropStinger(): void {
    this.#stinger?.stinger.dispose();
    this.#stinger = null;
  }

  #carry(transition: Transition): Carried {
    switch (transition.kind) {
      case 'cut':
        return transition;
      case 'stinger': {
        const over = this.#stinger?.path === transition.path ? this.#stinger.stinger : null;
        if (!over?.durationMs) return { kind: 'cut' };
        const { durationMs } = over;
        return { kind: 'stinger', over, durationMs, cutMs: transition.cutMs };
      }
      case 'lumaWipe': {
        const { path, softness, inverted, durationMs } = transition;
        const found = this.#wipes.get(path);
        if (!found) return { kind: 'mix', durationMs, mix: { kind: 'fade' } };
        const { image: mask, revision } = found;
        return {
          kind: 'mix',
          durationMs,
          mix: { kind: 'lumaWipe', mask, revision, softness, inverted },
        };
      }
      default: {
        const { durationMs, ...mix } = transition;
        return { kind: 'mix', durationMs, mix };
      }
    }
  }

  /** Tells every source where it is seen now. `soon` is a scene that is about to be. */
  #see(soon: string | null = this.#switcher.next): void {
    const { scenes, sources } = this.#show;
    const { onAir } = this.#switcher;
    const { studioMode, previewSceneId } = this.#canvas;
    const preview = this.#previewed && studioMode ? previewSceneId : null;
    const { glides } = this.#composition;
    const now = [scenes, sources, onAir[0], onAir[1], soon, preview, glides.version];
    if (now.every((value, at) => value === this.#seenFor[at])) return;
    this.#seenFor = now;
    const seenIn = (ids: readonly (string | null | undefined)[]): Set<string> => {
      const there = ids.filter((id) => id !== null && id !== undefined);
      const shown = sourcesShown(this.#show, there);
      if (glides.any)
        for (const id of there)
          for (const within of scenesWithin(this.#show, id))
            for (const sourceId of glides.sources(this.#composition.scene(within)))
              shown.add(sourceId);
      return shown;
    };
    const [air, looked] = [seenIn(onAir), seenIn([soon, preview])];
    this.#pictures.see(air, looked);
    this.#chains.keep(air, looked);
  }
}

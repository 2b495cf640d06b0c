import { MAX_DEPTH } from '../../../../common/show/graph.ts';
import type { Item, Scene } from '../../../../common/show/scenes.ts';
import type { ShowState } from '../../../../common/show/slices.ts';
import type { PicturedSource } from '../../../../common/show/sources.ts';
import type { Layer } from '../../compositor/backend.ts';
import type { FilterChain } from '../filters/index.ts';
import type { Moment, Picture, Size } from '../sources/picture.ts';
import { assemble, type SourcePicture } from './assemble.ts';
import { Glides } from './glides.ts';
import { Ids } from './ids.ts';
import { roomOf } from './placement.ts';

/** What scenes are made of. */
export type Parts = {
  /** The picture of a source that is no scene; null where it has none to give. */
  pictureOf(sourceId: string): Picture | null;
  /** The filters of a source that has some. */
  chainOf(source: PicturedSource): FilterChain;
};

/** What the scene that is drawn at present stands in. */
type Place = {
  readonly frame: Size;
  /** Begins the ids of its layers. */
  readonly path: string;
  /** Ids of the scenes around it, and its own. */
  readonly scenes: readonly string[];
};

/** Makes layers of scenes: bottom to top, through nested scenes and groups. Hidden items cost nothing. */
export class Composition {
  readonly glides = new Glides();
  readonly #ids = new Ids();
  readonly #scenes = new Map<string, Scene>();
  #show: ShowState;

  constructor(show: ShowState) {
    this.#show = show;
    this.#index();
  }

  get canvas(): Size {
    const [canvas] = this.#show.canvases;
    if (!canvas) throw new Error('the show has no canvas');
    return canvas;
  }

  scene(sceneId: string): Scene | undefined {
    return this.#scenes.get(sceneId);
  }

  /** Takes a new state of the document; items that it moved glide for so long, from where they are at `timeUs`. */
  update(show: ShowState, durationMs: number | undefined, timeUs: number): void {
    const before = this.#show;
    this.#show = show;
    if (show.scenes === before.scenes) return;
    if (durationMs || this.glides.any)
      for (const scene of show.scenes) {
        const old = this.#scenes.get(scene.id);
        if (old && old !== scene) this.glides.changed(old, scene, durationMs, timeUs);
      }
    this.#index();
  }

  #index(): void {
    this.#scenes.clear();
    for (const scene of this.#show.scenes) this.#scenes.set(scene.id, scene);
  }

  /** What a scene shows at a moment, on the canvas. */
  layersOf(sceneId: string, moment: Moment, parts: Parts): Layer[] {
    const scene = this.#scenes.get(sceneId);
    const place = { frame: this.canvas, path: sceneId, scenes: [sceneId] };
    return scene ? this.#layers(scene, moment, parts, place) : [];
  }

  #layers(scene: Scene, moment: Moment, parts: Parts, place: Place): Layer[] {
    const layers: Layer[] = [];
    for (const wanted of scene.items) {
      if (!wanted.visible) continue;
      const item = this.glides.seen(scene.id, wanted, moment.timeUs);
      if (item.opacity === 0) continue;
      const source = this.#show.sources[item.sourceId];
      if (!source || !('filters' in source)) continue;
      const path = this.#ids.of(place.path, item.id);
      const picture =
        source.kind === 'scene'
          ? this.#nested(source.sceneId, moment, parts, { ...place, path })
          : ownPicture(parts.pictureOf(item.sourceId), item, moment);
      if (!picture) continue;
      const whole = picture.isRoom ? { ...item, fit: 'stretch' as const } : item;
      const filtered =
        source.filters.length > 0
          ? throughChain(picture, moment, parts.chainOf(source))
          : { ...picture, fitSize: picture.size };
      const made = assemble(whole, filtered, place.frame, (own) =>
        source.kind === 'scene' && own !== '' ? own : this.#ids.of(path, own),
      );
      for (const layer of made) layers.push(layer);
    }
    return layers;
  }

  #nested(sceneId: string, moment: Moment, parts: Parts, place: Place): Drawn | null {
    const scene = this.#scenes.get(sceneId);
    if (!scene || place.scenes.includes(sceneId) || place.scenes.length > MAX_DEPTH) return null;
    const size = scene.size ?? this.canvas;
    const within = { ...place, frame: size, scenes: [...place.scenes, sceneId] };
    return { layers: this.#layers(scene, moment, parts, within), size, isRoom: false };
  }
}

type Drawn = Omit<SourcePicture, 'fitSize'> & {
  /** It was drawn for its place. */
  readonly isRoom: boolean;
};

function ownPicture(picture: Picture | null, item: Item, moment: Moment): Drawn | null {
  if (!picture) return null;
  const room = roomOf(item);
  const layers = picture.layers(moment, { ...room, fit: item.fit });
  // The size is asked for last: a frame that has just come may bring another.
  return { layers, size: picture.size ?? room, isRoom: picture.size === null };
}

const throughChain = (
  { layers, size }: Drawn,
  moment: Moment,
  chain: FilterChain,
): SourcePicture => ({
  layers: chain.apply(layers, moment, size),
  size,
  fitSize: chain.sizeAfter(size),
});

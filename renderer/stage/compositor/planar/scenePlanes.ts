import type { Layer } from '../backend.ts';
import { keyOf } from '../layers/key.ts';
import { createPlanes, fillBlack, type Matrix, type Planes } from './planes.ts';
import type { Tiles } from './tiles.ts';
import { drawVideo, isPlanar } from './video.ts';

/** True where the layer's first draw leaves nothing of what was there before. */
const coversAll = ({ content, rect, opacity, ...layer }: Layer, planes: Planes) =>
  opacity === 1 &&
  !((layer.rotationDegrees ?? 0) % 360) &&
  isPlanar({ ...layer, content, rect, opacity }) &&
  content.kind === 'video' &&
  content.frame.format !== 'I420A' &&
  rect.x <= 0 &&
  rect.y <= 0 &&
  rect.x + rect.width >= planes.width &&
  rect.y + rect.height >= planes.height;

/** One scene's picture. Draws only what changed: nothing, or what lies above stills that stayed. */
export class ScenePlanes {
  readonly planes: Planes;
  /** The stills at the bottom as they were drawn last, for the frames in which only others change. */
  #base: Planes | null = null;
  #baseKey = '';
  #keys: readonly string[] = [];
  #matrix: Matrix | null = null;

  constructor(width: number, height: number) {
    this.planes = createPlanes(width, height);
  }

  /** How many of these layers are in the picture now; tells which of two pictures a scene's is. */
  likeness(layers: readonly Layer[]): number {
    const ids = new Set(this.#keys.map((key) => key.slice(0, key.indexOf(' '))));
    return layers.filter(({ id }) => ids.has(id)).length;
  }

  /** Gives true where something was drawn. */
  async draw(layers: readonly Layer[], matrix: Matrix, tiles: Tiles): Promise<boolean> {
    const keys = layers.map((layer) => `${layer.id} ${keyOf(layer)}`);
    const before = this.#matrix === matrix ? this.#keys : null;
    if (before && before.length === keys.length && keys.every((key, at) => key === before[at]))
      return false;
    // Cleared first: a failure half-way must not leave a half-drawn picture looking finished.
    this.#matrix = null;
    const still = before ? stillLayers(layers, keys, before) : 0;
    const stillKey = `${matrix}|${keys.slice(0, still).join('|')}`;
    let first = 0;
    if (still > 0 && this.#base && this.#baseKey === stillKey) {
      this.planes.data.set(this.#base.data);
      first = still;
    } else if (!layers[0] || !coversAll(layers[0], this.planes)) fillBlack(this.planes);
    for (const [at, layer] of layers.entries()) {
      if (at < first) continue;
      if (isPlanar(layer)) await drawVideo(this.planes, layer, matrix);
      else await tiles.draw(this.planes, layer, matrix);
      if (at === still - 1) this.#keepBase(stillKey);
    }
    this.#keys = keys;
    this.#matrix = matrix;
    return true;
  }

  #keepBase(key: string): void {
    this.#base ??= createPlanes(this.planes.width, this.planes.height);
    this.#base.data.set(this.planes.data);
    this.#baseKey = key;
  }
}

/** How many layers from the bottom on are stills that did not change. */
function stillLayers(
  layers: readonly Layer[],
  keys: readonly string[],
  before: readonly string[],
): number {
  let count = 0;
  while (
    count < layers.length - 1 &&
    layers[count]?.content.kind !== 'video' &&
    keys[count] === before[count]
  )
    count++;
  return count;
}

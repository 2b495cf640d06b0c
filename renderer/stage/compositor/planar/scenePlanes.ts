import type { Layer } from '../backend.ts';
import { filteredKey, placeKey } from '../layers/key.ts';
import { holds } from '../layers/placement.ts';
import { drawnAgain } from '../layers/redraw.ts';
import { createPlanes, fillBlack, type Matrix, type Planes } from './planes.ts';
import type { Tiles } from './tiles.ts';
import { drawVideo, filledBy, isPlanar } from './video.ts';

/** A layer as it was drawn. */
type Drawn = {
  readonly id: string;
  readonly pixels: string;
  readonly place: string;
  /** `filledBy` gave a rectangle. */
  readonly fills: boolean;
};

const drawnOf = (layer: Layer): Drawn => ({
  id: layer.id,
  pixels: filteredKey(layer),
  place: placeKey(layer),
  fills: filledBy(layer) !== null,
});

const isSame = (one: Drawn, other: Drawn | undefined): boolean =>
  one.pixels === other?.pixels && one.place === other.place && one.id === other.id;

/** True where the layer's first draw leaves nothing of what was there before. */
const coversAll = (layer: Layer, { width, height }: Planes): boolean => {
  const filled = filledBy(layer);
  return filled !== null && holds(filled, { x: 0, y: 0, width, height });
};

/** One scene's picture. Draws only what changed: nothing, what changed with what lies upon it, or what lies above stills that stayed. */
export class ScenePlanes {
  readonly planes: Planes;
  /** The stills at the bottom as they were drawn last, for the frames in which only others change. */
  #base: Planes | null = null;
  #baseKey = '';
  #drawn: readonly Drawn[] = [];
  #matrix: Matrix | null = null;

  constructor(width: number, height: number) {
    this.planes = createPlanes(width, height);
  }

  /** How many of these layers are in the picture now; tells which of two pictures a scene's is. */
  likeness(layers: readonly Layer[]): number {
    const ids = new Set(this.#drawn.map(({ id }) => id));
    return layers.filter(({ id }) => ids.has(id)).length;
  }

  /** Gives true where something was drawn. */
  async draw(layers: readonly Layer[], matrix: Matrix, tiles: Tiles): Promise<boolean> {
    const now = layers.map(drawnOf);
    const before = this.#matrix === matrix ? this.#drawn : null;
    if (before?.length === now.length && now.every((it, at) => isSame(it, before[at])))
      return false;
    // Cleared first: a failure half-way must not leave a half-drawn picture looking finished.
    this.#matrix = null;
    const again = before && changesOnly(layers, now, before);
    if (again) await this.#lay(layers, matrix, tiles, (at) => again[at] === true);
    else await this.#drawAll(layers, matrix, tiles, before ? stillLayers(layers, now, before) : 0);
    this.#drawn = now;
    this.#matrix = matrix;
    return true;
  }

  /** `still`: how many layers at the bottom are stills that stayed. */
  async #drawAll(layers: readonly Layer[], matrix: Matrix, tiles: Tiles, still: number) {
    const stills = layers.slice(0, still).map((it) => `${filteredKey(it)}:${placeKey(it)}`);
    const stillKey = `${matrix}|${stills.join('|')}`;
    let first = 0;
    if (still > 0 && this.#base && this.#baseKey === stillKey) {
      this.planes.data.set(this.#base.data);
      first = still;
    } else if (!layers[0] || !coversAll(layers[0], this.planes)) fillBlack(this.planes);
    await this.#lay(
      layers,
      matrix,
      tiles,
      (at) => at >= first,
      (at) => {
        if (at === still - 1) this.#keepBase(stillKey);
      },
    );
  }

  async #lay(
    layers: readonly Layer[],
    matrix: Matrix,
    tiles: Tiles,
    isWanted: (at: number) => boolean,
    onLaid: (at: number) => void = () => {},
  ): Promise<void> {
    for (const [at, layer] of layers.entries()) {
      const isWithoutTile = isPlanar(layer);
      if (!isWanted(at)) {
        if (!isWithoutTile) tiles.stays(layer, matrix);
        continue;
      }
      if (isWithoutTile) await drawVideo(this.planes, layer, matrix);
      else await tiles.draw(this.planes, layer, matrix);
      onLaid(at);
    }
  }

  #keepBase(key: string): void {
    this.#base ??= createPlanes(this.planes.width, this.planes.height);
    this.#base.data.set(this.planes.data);
    this.#baseKey = key;
  }
}

/** Which layers to draw again where nothing but contents changed; null where all must be. */
function changesOnly(
  layers: readonly Layer[],
  now: readonly Drawn[],
  before: readonly Drawn[],
): boolean[] | null {
  if (now.length !== before.length) return null;
  if (!now.every(({ id, place }, at) => before[at]?.id === id && before[at].place === place))
    return null;
  return drawnAgain(
    layers.map((layer, at) => ({
      layer,
      changed: now[at]?.pixels !== before[at]?.pixels,
      fills: before[at]?.fills ? filledBy(layer) : null,
    })),
  );
}

/** How many layers from the bottom on are stills that did not change. */
function stillLayers(
  layers: readonly Layer[],
  now: readonly Drawn[],
  before: readonly Drawn[],
): number {
  const isStill = (at: number) =>
    layers[at]?.content.kind !== 'video' && isSame(now[at] as Drawn, before[at]);
  let count = 0;
  while (count < layers.length - 1 && isStill(count)) count++;
  return count;
}

import type { Layer, LayerContent } from '../../compositor/backend.ts';
import type { Size } from '../../compositor/filters/index.ts';
import { HeldFrames } from './heldFrames.ts';

/** Most pictures that wait, and most bytes that they may have; with bigger ones fewer wait. */
const MOST_FRAMES = 60;
const MOST_BYTES = 192 * 2 ** 20;
/** A source that was not seen for longer starts anew. */
const FORGET_US = 500_000;
/** Grid times are rounded. */
const ROUNDING_US = 2000;

type Entry = {
  readonly timeUs: number;
  readonly key: string;
  readonly layers: readonly Layer[];
  /** Revisions that are held for it. */
  readonly held: readonly number[];
  /** Revisions of stills, which their source may draw over or close when they change. */
  readonly borrowed: readonly number[];
};
type Ring = {
  readonly entries: Entry[];
  lastUs: number;
  /** The revision last seen of each bitmap layer, and those that have had more than one. */
  readonly seen: Map<string, number>;
  readonly moving: Set<string>;
};
/** What becomes of an entry's pictures; `lost` are stills that are gone since they have changed. */
type Holding = { readonly held: number[]; readonly borrowed: number[]; readonly lost: number[] };

/**
 * Shows a picture later. Frames are kept; of a still nothing is, until it changes for the first time
 * (that one change is seen at once: there is no earlier picture to show).
 */
export class DelayLine {
  /** One for each size at which the source is drawn. */
  readonly #rings = new Map<string, Ring>();
  readonly #frames = new HeldFrames();

  /** The layers of `delayUs` ago, or the oldest there are. */
  apply(
    layers: readonly Layer[],
    timeUs: number,
    delayUs: number,
    { width, height }: Size,
  ): readonly Layer[] {
    const place = `${width}x${height}`;
    this.#frames.sweep();
    this.#forget(timeUs);
    const ring = this.#rings.get(place) ?? {
      entries: [],
      lastUs: timeUs,
      seen: new Map(),
      moving: new Set(),
    };
    this.#rings.set(place, ring);
    ring.lastUs = timeUs;
    const most = Math.max(2, Math.min(MOST_FRAMES, Math.floor(MOST_BYTES / bytesOf(layers))));
    const last = ring.entries.at(-1);
    const due = !last || timeUs - last.timeUs >= delayUs / most - ROUNDING_US;
    if (due) this.#push(ring, layers, timeUs);
    while (ring.entries.length > most + 1) this.#drop(ring);
    while ((ring.entries[1]?.timeUs ?? Number.POSITIVE_INFINITY) <= timeUs - delayUs + ROUNDING_US)
      this.#drop(ring);
    const shown = ring.entries[0];
    return shown ? shown.layers.map((layer) => this.#shown(layer)) : layers;
  }

  /** Forgets all pictures. The one being drawn stays good until `sweep` or the next `apply`. */
  clear(): void {
    for (const ring of this.#rings.values()) while (ring.entries.length > 0) this.#drop(ring);
    this.#rings.clear();
  }

  sweep(): void {
    this.#frames.sweep();
  }

  /** Rings of places where the source is seen no more, or not for a while. */
  #forget(timeUs: number): void {
    for (const [place, ring] of this.#rings) {
      if (timeUs >= ring.lastUs && timeUs - ring.lastUs <= FORGET_US) continue;
      while (ring.entries.length > 0) this.#drop(ring);
      this.#rings.delete(place);
    }
  }

  #push(ring: Ring, layers: readonly Layer[], timeUs: number): void {
    const key = keyOf(layers);
    if (ring.entries.at(-1)?.key === key) return;
    const holding: Holding = { held: [], borrowed: [], lost: [] };
    for (const layer of layers) this.#hold(ring, layer, holding);
    const isLost = ({ borrowed }: Entry) => borrowed.some((it) => holding.lost.includes(it));
    while (ring.entries.some(isLost)) this.#drop(ring);
    ring.entries.push({ timeUs, key, layers, held: holding.held, borrowed: holding.borrowed });
  }

  #drop(ring: Ring): void {
    for (const revision of ring.entries.shift()?.held ?? []) this.#frames.letGo(revision);
  }

  #hold(ring: Ring, { id, content }: Layer, holding: Holding): void {
    switch (content.kind) {
      case 'group':
        for (const layer of content.layers) this.#hold(ring, layer, holding);
        return;
      case 'video': {
        const { revision, frame } = content;
        this.#frames.hold(revision, () => frame.clone(), true);
        holding.held.push(revision);
        return;
      }
      case 'bitmap': {
        const { revision, image } = content;
        const before = ring.seen.get(id) ?? revision;
        ring.seen.set(id, revision);
        if (before !== revision && !ring.moving.has(id)) {
          ring.moving.add(id);
          holding.lost.push(before);
        }
        if (!ring.moving.has(id)) {
          holding.borrowed.push(revision);
          return;
        }
        this.#frames.hold(revision, () => new VideoFrame(image, { timestamp: 0 }), false);
        holding.held.push(revision);
      }
    }
  }

  #shown(layer: Layer): Layer {
    const content = this.#content(layer.content);
    return content === layer.content ? layer : { ...layer, content };
  }

  #content(content: LayerContent): LayerContent {
    if (content.kind === 'group')
      return { ...content, layers: content.layers.map((layer) => this.#shown(layer)) };
    if (content.kind === 'fill') return content;
    const frame = this.#frames.of(content.revision);
    return frame ? { kind: 'video', frame, revision: content.revision } : content;
  }
}

/** Everything that decides what layers look like. */
function keyOf(layers: readonly Layer[]): string {
  return JSON.stringify(layers, (key, value) =>
    key === 'frame' || key === 'image' || key === 'table' ? undefined : value,
  );
}

/** About how much memory it takes to keep the pictures of layers; at least one byte. */
function bytesOf(layers: readonly Layer[]): number {
  return layers.reduce((sum, { content }) => {
    switch (content.kind) {
      case 'video':
        return sum + content.frame.displayWidth * content.frame.displayHeight * 1.5;
      case 'bitmap':
        return sum + content.image.width * content.image.height * 4;
      case 'group':
        return sum + bytesOf(content.layers);
      default:
        return sum;
    }
  }, 1);
}

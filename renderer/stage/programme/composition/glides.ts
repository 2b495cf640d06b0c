import type { Crop, Rect } from '../../../../common/show/geometry.ts';
import type { Item, Scene } from '../../../../common/show/scenes.ts';

type Look = Pick<Item, 'rect' | 'crop' | 'rotationDegrees' | 'opacity'>;
type Glide = { readonly from: Look; readonly startUs: number; readonly durationUs: number };

const mix = (from: number, to: number, part: number): number => from + (to - from) * part;

const mixRect = (from: Rect, to: Rect, part: number): Rect => ({
  x: mix(from.x, to.x, part),
  y: mix(from.y, to.y, part),
  width: mix(from.width, to.width, part),
  height: mix(from.height, to.height, part),
});

const mixCrop = (from: Crop, to: Crop, part: number): Crop => ({
  left: mix(from.left, to.left, part),
  top: mix(from.top, to.top, part),
  right: mix(from.right, to.right, part),
  bottom: mix(from.bottom, to.bottom, part),
});

/** The short way round. */
const mixTurn = (from: number, to: number, part: number): number =>
  to - (((((to - from) % 360) + 540) % 360) - 180) * (1 - part);

const sameLook = (one: Look, other: Look): boolean =>
  one.opacity === other.opacity &&
  one.rotationDegrees === other.rotationDegrees &&
  sameFields(one.rect, other.rect) &&
  sameFields(one.crop, other.crop);

const sameFields = <T extends Rect | Crop>(one: T, other: T): boolean =>
  one === other || (Object.keys(one) as (keyof T)[]).every((key) => one[key] === other[key]);

/** Items on their way from where they were seen to where the document has them now. */
export class Glides {
  readonly #glides = new Map<string, Glide>();

  /** Changes when a glide begins or ends. */
  version = 0;

  get any(): boolean {
    return this.#glides.size > 0;
  }

  /** The sources of a scene's items that are on their way, also of those that will not be seen at its end. */
  *sources(scene: Scene | undefined): Iterable<string> {
    for (const item of scene?.items ?? [])
      if (item.visible && this.#glides.has(keyOf(scene?.id ?? '', item))) yield item.sourceId;
  }

  /**
   * A scene has changed: with `durationMs` its moved items glide, from where they are at `timeUs`;
   * without, those that moved jump and the others go on.
   */
  changed(before: Scene, after: Scene, durationMs: number | undefined, timeUs: number): void {
    const old = new Map(before.items.map((item) => [item.id, item]));
    for (const item of after.items) {
      const previous = old.get(item.id);
      if (!previous || previous === item || sameLook(previous, item)) continue;
      const key = keyOf(after.id, item);
      const from = this.seen(after.id, previous, timeUs);
      this.version++;
      if (!durationMs || !item.visible || !previous.visible) this.#glides.delete(key);
      else this.#glides.set(key, { from, startUs: timeUs, durationUs: durationMs * 1000 });
    }
  }

  /** The item as it is seen at a moment. */
  seen(sceneId: string, item: Item, timeUs: number): Item {
    if (this.#glides.size === 0) return item;
    const glide = this.#glides.get(keyOf(sceneId, item));
    if (!glide) return item;
    const passed = (timeUs - glide.startUs) / glide.durationUs;
    if (passed >= 1) return item;
    // Cubic ease-out.
    const part = 1 - (1 - Math.max(0, passed)) ** 3;
    const { from } = glide;
    return {
      ...item,
      rect: mixRect(from.rect, item.rect, part),
      crop: mixCrop(from.crop, item.crop, part),
      rotationDegrees: mixTurn(from.rotationDegrees, item.rotationDegrees, part),
      opacity: mix(from.opacity, item.opacity, part),
    };
  }

  /** Forgets those that are over. */
  prune(timeUs: number): void {
    for (const [key, { startUs, durationUs }] of this.#glides)
      if (timeUs >= startUs + durationUs && this.#glides.delete(key)) this.version++;
  }
}

const keyOf = (sceneId: string, { id }: Item): string => `${sceneId}/${id}`;

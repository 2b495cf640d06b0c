import type { Rect } from '../../../../../common/show/geometry.ts';
import type { Item, ItemChange } from '../../../../../common/show/scenes.ts';
import type { Source } from '../../../../../common/show/sources.ts';
import { centred, filling, fitted, ownSize, stretched } from '../../../app/geometry/place.ts';
import { chatPlace } from './chatPlaces.ts';

export type Size = { readonly width: number; readonly height: number };
export type Place = {
  readonly rect: Rect;
  readonly fit: Item['fit'];
  /** Index among the scene's items; null is the top. */
  readonly index: 0 | null;
};

/** Whether the item hides all that is below it, as a camera over the whole canvas does. */
const fills = ({ rect, visible, opacity }: Item, { width, height }: Size): boolean =>
  visible &&
  opacity === 1 &&
  rect.x <= 0 &&
  rect.y <= 0 &&
  rect.x + rect.width >= width &&
  rect.y + rect.height >= height;

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The place, lifted above a title or what else is low and stands there; where no room is above, as it is. */
function lifted(place: Rect, items: readonly Item[], canvas: Size): Rect {
  const tops = items
    .filter(
      ({ rect, visible }) => visible && rect.height <= canvas.height / 3 && overlap(rect, place),
    )
    .map(({ rect }) => rect.y);
  const gap = canvas.height * 0.01;
  const y = 2 * Math.floor((Math.min(...tops) - gap - place.height) / 2);
  return tops.length > 0 && y >= gap ? { ...place, y } : place;
}

/** Where a new source stands at first, so that it mostly need not be moved. */
export function firstPlace(source: Source, items: readonly Item[], canvas: Size): Place {
  const { width, height } = canvas;
  const whole: Rect = { x: 0, y: 0, width, height };
  const round = Math.round;
  switch (source.kind) {
    case 'text':
      // A lower third.
      return {
        rect: {
          x: round(width * 0.05),
          y: round(height * 0.78),
          width: round(width * 0.6),
          height: round(height * 0.12),
        },
        fit: 'stretch',
        index: null,
      };
    case 'chat':
      return {
        rect: lifted(chatPlace(source.part, canvas), items, canvas),
        fit: 'contain',
        index: null,
      };
    case 'colour':
      // A background is wanted behind all.
      return { rect: whole, fit: 'stretch', index: 0 };
    case 'camera':
    case 'guest': {
      if (!items.some((item) => fills(item, canvas)))
        return { rect: whole, fit: 'cover', index: null };
      // Somebody has the picture already: a small one in the corner.
      const [w, h, margin] = [round(width * 0.28), round(height * 0.28), round(height * 0.04)];
      const rect = { x: width - w - margin, y: height - h - margin, width: w, height: h };
      return { rect, fit: 'cover', index: null };
    }
    case 'image': {
      // A logo or a picture to show; one that shall fill is one click away.
      const [w, h] = [round(width / 2), round(height / 2)];
      const rect = { x: round((width - w) / 2), y: round((height - h) / 2), width: w, height: h };
      return { rect: items.length === 0 ? whole : rect, fit: 'contain', index: null };
    }
    default:
      return { rect: whole, fit: 'contain', index: null };
  }
}

export type PlaceAct = 'fit' | 'fill' | 'stretch' | 'centre' | 'original';

/** What a button of the placement does to an item in a picture of `canvas`; `own` is the source's size. */
export function placed(
  act: PlaceAct,
  item: Item,
  canvas: Size,
  own: Size | undefined,
): ItemChange | undefined {
  switch (act) {
    case 'fit':
      return fitted(item, canvas, own ?? null);
    case 'fill':
      return filling(canvas);
    case 'stretch':
      return stretched(canvas);
    case 'centre':
      return centred([item], canvas).get(item.id);
    case 'original':
      return ownSize(item, own ?? null);
  }
}

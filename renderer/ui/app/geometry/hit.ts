import type { Rect } from '../../../../common/show/geometry.ts';
import type { Item } from '../../../../common/show/scenes.ts';
import { cornersOf, type Frame, type Point, toLocal, turn } from './frame.ts';

type Touchable = Frame & Pick<Item, 'id' | 'visible' | 'locked'>;

const touchable = ({ visible, locked }: Touchable) => visible && !locked;

export function covers(frame: Frame, point: Point): boolean {
  const { x, y } = toLocal(frame, point);
  return Math.abs(x) <= frame.rect.width / 2 && Math.abs(y) <= frame.rect.height / 2;
}

/** Ids of the items under a point that can be touched, topmost first. Items come bottom to top. */
export const itemsAt = (items: readonly Touchable[], point: Point): string[] =>
  items
    .filter((item) => touchable(item) && covers(item, point))
    .map(({ id }) => id)
    .reverse();

/** The item that a click chooses: the topmost, or the one below the chosen one where that was clicked again. */
export function nextBelow(under: readonly string[], chosen: string | undefined): string | null {
  const at = chosen === undefined ? -1 : under.indexOf(chosen);
  return under[(at + 1) % Math.max(1, under.length)] ?? null;
}

/** Whether a turned frame and an upright rectangle have a point in common. */
export function meets(frame: Frame, box: Rect): boolean {
  const corners = cornersOf(frame);
  const boxCorners = cornersOf({ rect: box, rotationDegrees: 0 });
  // Separating axes: those of the box, and those of the frame.
  return [0, frame.rotationDegrees].every((degrees) => {
    const a = corners.map((point) => turn(point, -degrees));
    const b = boxCorners.map((point) => turn(point, -degrees));
    return (['x', 'y'] as const).every((axis) => {
      const of = (points: readonly Point[]) => points.map((point) => point[axis]);
      return Math.min(...of(a)) <= Math.max(...of(b)) && Math.min(...of(b)) <= Math.max(...of(a));
    });
  });
}

/** Ids of the items that a rubber band touches, bottom to top. */
export const itemsMeeting = (items: readonly Touchable[], box: Rect): string[] =>
  items.filter((item) => touchable(item) && meets(item, box)).map(({ id }) => id);

export type Box = { x: number; y: number; width: number; height: number };
type Size = { readonly width: number; readonly height: number };

/** The largest box of the canvas's shape in the middle of `area`, on whole pixels. */
export function fitPicture(area: Box, canvas: Size): Box {
  const scale = Math.max(0, Math.min(area.width / canvas.width, area.height / canvas.height));
  const width = Math.floor(canvas.width * scale);
  const height = Math.floor(canvas.height * scale);
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}

/** A picture and the part of the area that is its own; its title stands at the cell's upper edge. */
export type Cell = { readonly cell: Box; readonly picture: Box };

/** Height of a picture's title, CSS pixels. */
export const TITLE_PX = 24;
const GAP_PX = 12;

function cellIn(cell: Box, canvas: Size): Cell {
  const below = { ...cell, y: cell.y + TITLE_PX, height: Math.max(0, cell.height - TITLE_PX) };
  return { cell, picture: fitPicture(below, canvas) };
}

/** One picture, or in studio mode preview and programme: beside or above each other, as they get larger. */
export function layPictures(
  area: Box,
  canvas: Size,
  studioMode: boolean,
): { readonly programme: Cell; readonly preview: Cell | null } {
  if (!studioMode) return { programme: cellIn(area, canvas), preview: null };
  const wide = Math.max(0, Math.floor((area.width - GAP_PX) / 2));
  const high = Math.max(0, Math.floor((area.height - GAP_PX) / 2));
  const beside = [
    { ...area, width: wide },
    { ...area, x: area.x + wide + GAP_PX, width: wide },
  ].map((cell) => cellIn(cell, canvas));
  const above = [
    { ...area, height: high },
    { ...area, y: area.y + high + GAP_PX, height: high },
  ].map((cell) => cellIn(cell, canvas));
  const width = ([first]: Cell[]) => first?.picture.width ?? 0;
  const [preview, programme] = width(above) > width(beside) * 1.15 ? above : beside;
  return { preview: preview ?? null, programme: programme ?? cellIn(area, canvas) };
}

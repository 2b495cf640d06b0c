export type Box = { x: number; y: number; width: number; height: number };

/** The largest box of the canvas's shape in the middle of `area`, on whole pixels. */
export function fitPicture(area: Box, canvas: { width: number; height: number }): Box {
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

import { screen } from 'electron';

export type Bounds = { width: number; height: number; x?: number; y?: number };

/** A window no larger than the screen it stands on, and on a screen that is there. */
export function fitToScreen(wanted: Bounds): Bounds {
  const { x = 0, y = 0, width, height } = wanted;
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const size = {
    width: Math.min(width, workArea.width),
    height: Math.min(height, workArea.height),
  };
  const right = workArea.x + workArea.width - size.width;
  const bottom = workArea.y + workArea.height - size.height;
  if (wanted.x === undefined || wanted.y === undefined) return size;
  return {
    ...size,
    x: Math.min(Math.max(x, workArea.x), right),
    y: Math.min(Math.max(y, workArea.y), bottom),
  };
}

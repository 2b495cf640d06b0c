import type { Region } from '../../../../common/show/sources.ts';

const even = (value: number): number => Math.floor(value / 2) * 2;

/** The part of a frame that a region names, as a frame of its own that shares the pixels; null for the whole. Edges are even, for the chroma. */
export function partOf(frame: VideoFrame, region: Region | null): VideoFrame | null {
  const { visibleRect } = frame;
  if (!region || !visibleRect) return null;
  const { x, y, width, height } = visibleRect;
  const left = Math.min(even(region.x * width), even(width - 2));
  const top = Math.min(even(region.y * height), even(height - 2));
  const part = {
    x: x + left,
    y: y + top,
    width: Math.max(2, Math.min(even(region.width * width), even(width - left))),
    height: Math.max(2, Math.min(even(region.height * height), even(height - top))),
  };
  return new VideoFrame(frame, {
    visibleRect: part,
    displayWidth: part.width,
    displayHeight: part.height,
  });
}

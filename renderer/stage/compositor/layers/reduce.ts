import type { Rect } from '../../../../common/show/geometry.ts';
import type { Layer } from '../backend.ts';
import { boundsOf, croppedArea, holds, isUpright, rgbaOf, type Size, shared } from './placement.ts';

/** Most opaque layers whose shadow is looked at. */
const MOST_COVERS = 8;

const hasAlpha = ({ format }: VideoFrame): boolean => format === null || format.includes('A');

/** True where every pixel of the layer hides what is below. */
const isOpaque = (layer: Layer): boolean => {
  const { content, opacity, blend = 'normal', filters } = layer;
  if (opacity < 1 || blend !== 'normal' || filters?.length || !isUpright(layer)) return false;
  if (content.kind === 'fill') return rgbaOf(content.colour)[3] === 255;
  return content.kind === 'video' && !hasAlpha(content.frame);
};

/** What the layer surely covers, whichever way its edges are rounded to even pixels. */
function coverOf({ rect }: Layer): Rect | null {
  const up = (value: number) => Math.ceil(value / 2) * 2;
  const down = (value: number) => Math.floor(value / 2) * 2;
  const [x, y] = [up(rect.x), up(rect.y)];
  const width = down(rect.x + rect.width) - x;
  const height = down(rect.y + rect.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Leaves out what nobody sees: layers outside the canvas, see-through ones, those below an opaque one. */
function seenOf(layers: readonly Layer[], canvas: Size): Layer[] {
  const whole = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  const covers: Rect[] = [];
  const seen: Layer[] = [];
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at] as Layer;
    const part = layer.opacity > 0 && shared(boundsOf(layer), whole);
    if (!part || covers.some((cover) => holds(cover, part))) continue;
    seen.push(layer);
    const cover = covers.length < MOST_COVERS && isOpaque(layer) && coverOf(layer);
    if (cover) covers.push(cover);
  }
  return seen.reverse();
}

/** A part of a group where it stands on the group's own canvas, cut to what the group shows of it; undefined where it must be drawn inside. */
function lifted(part: Layer, group: Layer, window: Rect): Layer | null | undefined {
  const scaleX = group.rect.width / window.width;
  const scaleY = group.rect.height / window.height;
  const bounds = boundsOf(part);
  const inside = shared(bounds, window);
  if (!inside || part.opacity <= 0) return null;
  if (part.blend && part.blend !== 'normal') return undefined;
  const whole = holds(window, bounds);
  const turned = !isUpright(part);
  if (turned && (!whole || Math.abs(scaleX / scaleY - 1) > 1e-6)) return undefined;
  const shown = turned ? part.rect : inside;
  return {
    ...part,
    ...(whole ? {} : { crop: cropTo(part, inside) }),
    id: `${group.id}/${part.id}`,
    opacity: part.opacity * group.opacity,
    rect: {
      x: group.rect.x + (shown.x - window.x) * scaleX,
      y: group.rect.y + (shown.y - window.y) * scaleY,
      width: shown.width * scaleX,
      height: shown.height * scaleY,
    },
  };
}

/** The crop that leaves of an upright layer what stands in `inside`. */
function cropTo(part: Layer, inside: Rect): NonNullable<Layer['crop']> {
  const { rect, flipX, flipY } = part;
  const { x, y, width, height } = croppedArea(part, { width: 1, height: 1 });
  const near = ((inside.x - rect.x) / rect.width) * width;
  const far = ((rect.x + rect.width - inside.x - inside.width) / rect.width) * width;
  const over = ((inside.y - rect.y) / rect.height) * height;
  const under = ((rect.y + rect.height - inside.y - inside.height) / rect.height) * height;
  return {
    left: x + (flipX ? far : near),
    right: 1 - x - width + (flipX ? near : far),
    top: y + (flipY ? under : over),
    bottom: 1 - y - height + (flipY ? over : under),
  };
}

/** The group's parts in its place, where that gives the same picture as drawing it apart; else null. */
function openedGroup(group: Layer): Layer[] | null {
  const { content, blend = 'normal', filters, flipX, flipY } = group;
  if (content.kind !== 'group') return null;
  if (blend !== 'normal' || filters?.length || flipX || flipY || !isUpright(group)) return null;
  const window = croppedArea(group, content);
  const parts: Layer[] = [];
  for (const part of content.layers) {
    const up = lifted(part, group, window);
    if (up === undefined) return null;
    if (up) parts.push(up);
  }
  // What parts hide of each other shows when all are made see-through one by one.
  return group.opacity < 1 && parts.length > 1 ? null : parts;
}

/** Filters for which it matters how large the picture is. */
const SIZED = new Set(['crop', 'blur', 'sharpen', 'scroll', 'mask']);

/** A colour is one pixel; where a filter asks for a size it becomes a picture of its rectangle's. */
export function sized(layer: Layer): Layer {
  const { content, rect, filters } = layer;
  if (content.kind !== 'fill' || !filters?.some(({ kind }) => SIZED.has(kind))) return layer;
  const size = { width: Math.ceil(rect.width), height: Math.ceil(rect.height) };
  const plate: Layer = { id: 'plate', content, rect: { x: 0, y: 0, ...size }, opacity: 1 };
  return { ...layer, content: { kind: 'group', layers: [plate], ...size } };
}

/** Opens groups that need no picture of their own, so that video in them goes the short way. */
const openGroups = (layers: readonly Layer[]): readonly Layer[] =>
  layers.some(({ content }) => content.kind === 'group')
    ? layers.flatMap((layer) => {
        const opened = openedGroup(layer);
        return opened ? openGroups(opened) : [layer];
      })
    : layers;

/** The layers that a back end has to draw on `canvas`; the picture is the same. */
export const reduce = (layers: readonly Layer[], canvas: Size): readonly Layer[] =>
  seenOf(openGroups(layers), canvas).map(sized);

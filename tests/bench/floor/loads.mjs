/**
 * What the studio floor is measured with. A layout is told once and written as a show file for
 * Anchor Studio (`documents.ts`) and as a scene collection for OBS Studio (`obs-collection.mjs`).
 */

/**
 * @typedef {import('../scene.mjs').Rect} Rect
 *
 * @typedef {object} Picture a source
 * @property {string} id
 * @property {'colour' | 'image' | 'text' | 'video' | 'camera'} kind
 * @property {string} [colour] `#rrggbb`
 * @property {string} [text]
 * @property {string} [file] of an image or a video
 * @property {string} [deviceId] of a camera
 *
 * @typedef {object} Layout
 * @property {number} width canvas pixels
 * @property {number} height
 * @property {number} fps
 * @property {Picture[]} sources
 * @property {{ id: string, items: { sourceId: string, rect: Rect, visible: boolean }[] }[]} scenes the first is on air
 *
 * @typedef {object} Load
 * @property {string} id as in the results, e.g. `images-16`
 * @property {Picture['kind'] | 'base'} kind
 * @property {number} count sources of that kind
 * @property {boolean} hidden they stand in the scene and are not seen
 * @property {boolean} jpeg the last camera gives JPEGs
 * @property {boolean} peer whether OBS Studio can be given the same
 */

/** Image files, and the video files, that are made: one for each source. */
export const IMAGES = 16;
export const VIDEOS = 4;

const WIDTH = 1280;
const HEIGHT = 720;
const BASE = '#1b2a4a';
/** Letters of a text, pixels in height. */
export const TEXT_PX = 28;

/** @returns {Load} */
const load = (
  /** @type {Load['kind']} */ kind,
  count = 0,
  { hidden = false, peer = true, jpeg = false } = {},
) => ({
  id: kind === 'base' ? 'base' : `${kind}-${count}${hidden ? '-hidden' : ''}${jpeg ? '-jpeg' : ''}`,
  kind,
  count,
  hidden,
  peer,
  jpeg,
});

/** In the order in which they are measured. Without a camera of its own a machine has none to give to OBS. */
export const LOADS = [
  load('base'),
  ...[1, 4, 16].map((count) => load('image', count)),
  load('image', 16, { hidden: true }),
  ...[1, 4, 16].map((count) => load('text', count)),
  ...[1, 2, 4].map((count) => load('video', count)),
  ...[1, 2].map((count) => load('camera', count, { peer: false })),
  load('camera', 2, { peer: false, jpeg: true }),
];

/** Cells of a square grid over the canvas, row by row, with a gap around each. */
export function grid(/** @type {number} */ columns) {
  const gap = 8;
  const width = WIDTH / columns;
  const height = HEIGHT / columns;
  return Array.from({ length: columns * columns }, (_, at) => ({
    x: Math.round((at % columns) * width) + gap,
    y: Math.round(Math.floor(at / columns) * height) + gap,
    width: Math.round(width) - 2 * gap,
    height: Math.round(height) - 2 * gap,
  }));
}

const WHOLE = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
const colour = (/** @type {string} */ id, /** @type {string} */ value) => ({
  id,
  kind: /** @type {const} */ ('colour'),
  colour: value,
});

/** The camera that gives JPEGs, among the files. */
const JPEG_CAMERA = 2;

/** One source of a kind; `at` counts from 0. @returns {Picture} */
function picture(kind, /** @type {number} */ at, files) {
  const id = `${kind}-${at + 1}`;
  switch (kind) {
    case 'image':
      return { id, kind, file: files.images[at % files.images.length] };
    case 'video':
      return { id, kind, file: files.videos[at % files.videos.length] };
    case 'camera':
      return { id, kind, deviceId: files.cameras[at] ?? 'default' };
    default:
      return { id, kind, text: `Line ${at + 1} — 第${at + 1}行` };
  }
}

/**
 * The layout of a load: one colour over the whole canvas, and its sources on it. A source has the
 * same size however many there are: stills a sixteenth of the canvas, moving ones a quarter.
 * @param {Load} load
 * @param {{ images: string[], videos: string[], cameras: string[] }} files
 * @returns {Layout}
 */
export function layoutOf(load, files) {
  const moves = load.kind === 'video' || load.kind === 'camera';
  const cells = grid(moves ? 2 : 4);
  const sources = Array.from({ length: load.count }, (_, at) =>
    picture(load.kind, load.jpeg && at === load.count - 1 ? JPEG_CAMERA : at, files),
  );
  return {
    ...{ width: WIDTH, height: HEIGHT, fps: 30 },
    sources: [colour('base', BASE), ...sources],
    scenes: [
      {
        id: 'scene-1',
        items: [
          { sourceId: 'base', rect: WHOLE, visible: true },
          ...sources.map(({ id }, at) => ({
            sourceId: id,
            rect: cells[at % cells.length],
            visible: !load.hidden,
          })),
        ],
      },
    ],
  };
}

/** Colours that the encoder keeps apart. */
export const SWITCH_COLOURS = ['#d02020', '#20c020', '#2040e0', '#d0c020', '#20c0c0', '#c020c0'];

/** A scene of each colour, each with an image and a text of its own. @returns {Layout} */
export function switchLayout(files) {
  const cells = grid(4);
  return {
    ...{ width: WIDTH, height: HEIGHT, fps: 30 },
    sources: SWITCH_COLOURS.flatMap((value, at) => [
      colour(`colour-${at + 1}`, value),
      picture('image', at, files),
      picture('text', at, files),
    ]),
    scenes: SWITCH_COLOURS.map((_, at) => ({
      id: `scene-${at + 1}`,
      items: [
        { sourceId: `colour-${at + 1}`, rect: WHOLE, visible: true },
        { sourceId: `image-${at + 1}`, rect: cells[0], visible: true },
        { sourceId: `text-${at + 1}`, rect: cells[15], visible: true },
      ],
    })),
  };
}

/**
 * A collection of many scenes that share their sources: a colour, then images and texts in turn.
 * @param {number} scenes
 * @param {number} items in each scene
 * @returns {Layout}
 */
export function collectionLayout(files, scenes, items, background = '#20c020') {
  const cells = grid(5);
  const shared = Array.from({ length: 80 }, (_, at) =>
    picture(at % 2 ? 'text' : 'image', at >> 1, files),
  );
  return {
    ...{ width: WIDTH, height: HEIGHT, fps: 30 },
    sources: [colour('base', background), ...shared],
    scenes: Array.from({ length: scenes }, (_, scene) => ({
      id: `scene-${scene + 1}`,
      items: Array.from({ length: items }, (_, at) =>
        at === 0
          ? { sourceId: 'base', rect: WHOLE, visible: true }
          : {
              sourceId: shared[(scene * 7 + at) % shared.length].id,
              rect: cells[at % cells.length],
              visible: true,
            },
      ),
    })),
  };
}

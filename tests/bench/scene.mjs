/**
 * The scene every contestant composes: the camera over the whole canvas, an image in the top right
 * corner, and a line of text on a half-transparent plate in the bottom left one. Positions are
 * those of the ready-made show (`common/show/defaults.ts`).
 */

/** The looping camera: pixels, frames per second, frames in one loop (at most 256, see `counter.mjs`). */
export const CAMERA = { width: 1280, height: 720, fps: 30, frames: 150 };

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Rect canvas pixels
 * @typedef {object} Scene
 * @property {string} name `720p30` or `1080p30`
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {number} fps frames per second
 * @property {number} videoKbps target, kilobits per second
 * @property {number} audioKbps target, kilobits per second
 * @property {number} gopSeconds seconds between keyframes
 * @property {Rect} image
 * @property {Rect} plate
 * @property {string} text
 * @property {number} fontSizePx
 */

/** @returns {Scene} */
const scene = (/** @type {string} */ name, width, height, videoKbps) => {
  const unit = height / 720;
  const px = (/** @type {number} */ value) => Math.round(value * unit);
  return {
    name,
    width,
    height,
    fps: 30,
    videoKbps,
    audioKbps: 128,
    gopSeconds: 2,
    image: { x: width - px(176), y: px(32), width: px(144), height: px(144) },
    plate: { x: px(48), y: height - px(128), width: px(640), height: px(80) },
    text: 'Anchor Studio — On air',
    fontSizePx: px(40),
  };
};

/** The scenes of the comparison, by name. */
export const SCENES = {
  '720p30': scene('720p30', 1280, 720, 3000),
  '1080p30': scene('1080p30', 1920, 1080, 5000),
};

/** Colour of the plate (`#rrggbb`) and its opacity 0..1; colour of the letters. */
export const PLATE = { colour: '#0c0e12', opacity: 0xc0 / 255, letters: '#ffffff' };

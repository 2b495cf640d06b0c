import { PLATE } from '../scene.mjs';

const STRETCH_TO_BOUNDS = 1;
const TOP_LEFT = 5;
/** Bounds of a source that is its own size. */
const NO_BOUNDS = { type: 0, width: 0, height: 0 };

/**
 * The scene as an OBS 29 scene collection: camera and tone are looping media sources.
 * @param {import('./contestant.mjs').Job} job
 */
export function sceneCollection({ scene, media }) {
  const { image, plate } = scene;
  const media_source = (/** @type {string} */ name, /** @type {string} */ file) => ({
    id: 'ffmpeg_source',
    name,
    settings: {
      is_local_file: true,
      local_file: file,
      looping: true,
      hw_decode: false,
      restart_on_activate: false,
      close_when_inactive: false,
    },
  });
  const sources = [
    {
      source: media_source('Camera', media.camera),
      rect: { x: 0, y: 0, width: scene.width, height: scene.height },
    },
    { source: media_source('Tone', media.tone), rect: { x: 0, y: 0, width: 1, height: 1 } },
    {
      source: { id: 'image_source', name: 'Image', settings: { file: media.logo } },
      rect: image,
    },
    {
      source: {
        id: 'color_source_v3',
        name: 'Plate',
        settings: {
          color: abgr(PLATE.colour, PLATE.opacity),
          width: plate.width,
          height: plate.height,
        },
      },
      rect: plate,
    },
    {
      source: {
        id: 'text_ft2_source_v2',
        name: 'Title',
        settings: {
          text: scene.text,
          font: { face: media.fontFamily, style: 'Book', size: scene.fontSizePx, flags: 0 },
          color1: abgr(PLATE.letters, 1),
          color2: abgr(PLATE.letters, 1),
          antialiasing: true,
        },
      },
      rect: {
        x: plate.x + scene.fontSizePx / 2,
        y: plate.y + (plate.height - scene.fontSizePx) / 2 - Math.round(scene.fontSizePx / 12),
        width: 0,
        height: 0,
      },
    },
  ];
  return {
    name: 'Bench',
    current_scene: 'Scene',
    current_program_scene: 'Scene',
    scene_order: [{ name: 'Scene' }],
    current_transition: 'Cut',
    transition_duration: 300,
    transitions: [],
    preview_locked: true,
    sources: [
      ...sources.map(({ source }) => source),
      {
        id: 'scene',
        name: 'Scene',
        settings: {
          custom_size: false,
          id_counter: sources.length,
          items: sources.map(({ source, rect }, index) => item(source.name, index + 1, rect)),
        },
      },
    ],
  };
}

function item(/** @type {string} */ name, /** @type {number} */ id, rect) {
  const bounds =
    rect.width > 0
      ? { type: STRETCH_TO_BOUNDS, width: rect.width, height: rect.height }
      : NO_BOUNDS;
  return {
    name,
    id,
    visible: true,
    locked: true,
    pos: { x: rect.x, y: rect.y },
    rot: 0,
    scale: { x: 1, y: 1 },
    align: TOP_LEFT,
    bounds_type: bounds.type,
    bounds_align: 0,
    bounds: { x: bounds.width, y: bounds.height },
    crop_left: 0,
    crop_top: 0,
    crop_right: 0,
    crop_bottom: 0,
    scale_filter: 'disable',
    // Blends as the others do; OBS would blend in linear light.
    blend_method: 'srgb_off',
  };
}

/** OBS keeps colours as 0xAABBGGRR. */
function abgr(/** @type {string} */ colour, /** @type {number} */ opacity) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return ((Math.round(opacity * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** OBS_ALIGN_TOP | OBS_ALIGN_LEFT, OBS_BOUNDS_STRETCH */
const TOP_LEFT = 5;
const STRETCH = 1;

/**
 * A layout as a scene collection of OBS Studio 29.
 * @param {import('./loads.mjs').Layout} layout
 * @param {string} fontFamily
 * @param {number} textPx
 */
export function collectionOf(layout, fontFamily, textPx) {
  const [first] = layout.scenes;
  const sources = layout.sources.map((it) => sourceOf(it, layout, fontFamily, textPx));
  return {
    name: 'Bench',
    current_scene: first?.id,
    current_program_scene: first?.id,
    scene_order: layout.scenes.map(({ id }) => ({ name: id })),
    current_transition: 'Cut',
    transition_duration: 300,
    transitions: [],
    preview_locked: true,
    sources: [
      ...sources,
      ...layout.scenes.map(({ id, items }) => ({
        id: 'scene',
        name: id,
        settings: {
          custom_size: false,
          id_counter: items.length,
          items: items.map((item, at) => itemOf(item, at + 1)),
        },
      })),
    ],
  };
}

/** @param {import('./loads.mjs').Picture} it */
function sourceOf(it, { width, height }, fontFamily, textPx) {
  const { id: name } = it;
  switch (it.kind) {
    case 'colour':
      return { id: 'color_source_v3', name, settings: { color: abgr(it.colour), width, height } };
    case 'image':
      return { id: 'image_source', name, settings: { file: it.file } };
    case 'text':
      return {
        id: 'text_ft2_source_v2',
        name,
        settings: {
          text: it.text,
          font: { face: fontFamily, style: 'Bold', size: textPx, flags: 1 },
          color1: abgr('#ffffff'),
          color2: abgr('#ffffff'),
          antialiasing: true,
        },
      };
    case 'video':
      return {
        id: 'ffmpeg_source',
        name,
        settings: {
          is_local_file: true,
          local_file: it.file,
          looping: true,
          hw_decode: false,
          restart_on_activate: false,
          close_when_inactive: true,
        },
      };
    default:
      throw new Error(`OBS Studio cannot be given a ${it.kind} here`);
  }
}

function itemOf({ sourceId, rect, visible }, /** @type {number} */ id) {
  // Text keeps its own size: its box would be stretched to the letters.
  const isText = sourceId.startsWith('text-');
  return {
    name: sourceId,
    id,
    visible,
    locked: true,
    pos: { x: rect.x, y: rect.y },
    rot: 0,
    scale: { x: 1, y: 1 },
    align: TOP_LEFT,
    bounds_type: isText ? 0 : STRETCH,
    bounds_align: 0,
    bounds: { x: isText ? 0 : rect.width, y: isText ? 0 : rect.height },
    ...{ crop_left: 0, crop_top: 0, crop_right: 0, crop_bottom: 0 },
    scale_filter: 'disable',
    blend_method: 'srgb_off',
  };
}

/** OBS keeps colours as 0xAABBGGRR. */
function abgr(/** @type {string | undefined} */ colour = '#000000') {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return ((0xff << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

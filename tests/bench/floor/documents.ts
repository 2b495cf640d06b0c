import { defaultShow } from '../../../common/show/defaults.ts';
import { MASTER, newStrip } from '../../../common/show/mixer.ts';
import { newItem, newScene, newSource } from '../../../common/show/new.ts';
import type { Show } from '../../../common/show/schema.ts';
import type { PicturedSource } from '../../../common/show/sources.ts';

/** See `loads.mjs`. */
type Picture = {
  readonly id: string;
  readonly kind: 'colour' | 'image' | 'text' | 'video' | 'camera';
  readonly colour?: string;
  readonly text?: string;
  readonly file?: string;
  readonly deviceId?: string;
};
type Rect = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly sources: readonly Picture[];
  readonly scenes: readonly {
    readonly id: string;
    readonly items: readonly {
      readonly sourceId: string;
      readonly rect: Rect;
      readonly visible: boolean;
    }[];
  }[];
};

/** A layout as a show document of this version, without sound sources and destinations. */
export function showOf(layout: Layout, name: string, textPx: number): Show {
  const { width, height, fps } = layout;
  const texts = { show: name, scene: '', camera: '', microphone: '', image: '', title: '' };
  const show = defaultShow({ ...texts, titleText: '', embedded: 'Here' }, width, height, fps);
  return {
    ...show,
    scenes: layout.scenes.map(({ id, items }) =>
      newScene(
        id,
        id,
        items.map(({ sourceId, rect, visible }, at) => ({
          ...newItem(`${id}-${at + 1}`, sourceId, rect, 'stretch'),
          visible,
        })),
      ),
    ),
    sources: Object.fromEntries(layout.sources.map((it) => [it.id, sourceOf(it, layout, textPx)])),
    mixer: {
      ...show.mixer,
      strips: {
        [MASTER]: newStrip(),
        ...Object.fromEntries(
          layout.sources.filter(({ kind }) => kind === 'video').map(({ id }) => [id, newStrip()]),
        ),
      },
    },
    destinations: [],
  };
}

function sourceOf(it: Picture, canvas: Layout, textPx: number): PicturedSource {
  const { id, kind } = it;
  switch (kind) {
    case 'colour':
      return { ...newSource('colour', id, id, canvas), colour: it.colour ?? '#000000' };
    case 'image':
      return { ...newSource('image', id, id, canvas), path: it.file ?? '' };
    case 'text':
      return {
        ...newSource('text', id, id, canvas),
        text: it.text ?? '',
        fontSizePx: textPx,
        background: '#00000000',
      };
    case 'video':
      return { ...newSource('media', id, id, canvas), paths: [it.file ?? ''], loop: 'all' };
    case 'camera':
      return { ...newSource('camera', id, id, canvas), deviceId: it.deviceId ?? 'default' };
  }
}

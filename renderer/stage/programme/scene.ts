import type { Rect } from '../../../common/show/geometry.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import type { Layer } from '../compositor/backend.ts';
import type { Moment, Picture, Size } from './sources/picture.ts';
import { createPicture, type OwnPicture, type PictureReports } from './sources/table.ts';

const hasPicture = (source: Source): source is OwnPicture =>
  'filters' in source && source.kind !== 'scene';

/** The pictures of the show's sources, and what the programme's scene makes of them. */
export class SceneLayers {
  #show: ShowState;
  readonly #pictures = new Map<string, Picture>();
  readonly #reports: PictureReports;

  constructor(show: ShowState, reports: PictureReports) {
    this.#reports = reports;
    this.#show = show;
    this.update(show);
  }

  /** Takes a new state of the document; sources that stay keep their pictures. */
  update(show: ShowState): void {
    const before = this.#show;
    this.#show = show;
    for (const [id, picture] of this.#pictures) {
      const source = show.sources[id];
      if (source && source.kind === before.sources[id]?.kind) {
        if (source !== before.sources[id]) picture.update(source);
        continue;
      }
      picture.dispose();
      this.#pictures.delete(id);
    }
    for (const source of Object.values(show.sources))
      if (hasPicture(source) && !this.#pictures.has(source.id))
        this.#pictures.set(source.id, createPicture(source, this.#reports));
  }

  /** Settles when every picture has had its chance to be whole. */
  async ready(): Promise<void> {
    await Promise.allSettled([...this.#pictures.values()].map(({ ready }) => ready));
  }

  attachCamera(sourceId: string, frames: ReadableStream<VideoFrame> | null): void {
    const picture = this.#pictures.get(sourceId);
    if (picture?.attach) picture.attach(frames);
    else void frames?.cancel();
  }

  /** What the programme's scene shows at a moment, bottom to top. Hidden items cost nothing. */
  layersAt(moment: Moment): Layer[] {
    const programme = this.#show.canvases[0]?.programSceneId;
    const scene = this.#show.scenes.find(({ id }) => id === programme);
    const layers: Layer[] = [];
    for (const item of scene?.items ?? []) {
      if (!item.visible || item.opacity === 0) continue;
      const picture = this.#pictures.get(item.sourceId);
      if (!picture) continue;
      const own = picture.layers(moment, item.rect);
      const from = picture.size ?? item.rect;
      for (const layer of own)
        layers.push({
          ...layer,
          id: `${item.id}:${layer.id}`,
          rect: placed(layer.rect, from, item.rect),
          opacity: layer.opacity * item.opacity,
        });
    }
    return layers;
  }
}

/** Where a part of a picture of size `from` stands when all of it is stretched to `to`. */
function placed({ x, y, width, height }: Rect, from: Size, to: Rect): Rect {
  const across = to.width / from.width;
  const down = to.height / from.height;
  return {
    x: to.x + x * across,
    y: to.y + y * down,
    width: width * across,
    height: height * down,
  };
}

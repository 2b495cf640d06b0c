import { isAudioOnly } from '../../../common/show/kinds.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import type { Source } from '../../../common/show/sources.ts';
import type { Layer } from '../compositor/backend.ts';
import { type CameraPicture, createCameraPicture } from './sources/camera.ts';
import { createImagePicture } from './sources/image.ts';
import type { Moment, Picture, ReportProblem } from './sources/picture.ts';
import { createTestPicture } from './sources/testPicture.ts';
import { createTitlePicture } from './sources/title.ts';

/** The pictures of the show's sources, and what the programme's scene makes of them. */
export class SceneLayers {
  #show: ShowState;
  readonly #pictures = new Map<string, Picture>();
  readonly #cameras = new Map<string, CameraPicture>();
  readonly #report: ReportProblem;

  constructor(show: ShowState, report: ReportProblem) {
    this.#report = report;
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
      this.#cameras.delete(id);
    }
    for (const source of Object.values(show.sources))
      if (!isAudioOnly(source.kind) && !this.#pictures.has(source.id))
        this.#pictures.set(source.id, this.#create(source));
  }

  #create(source: Source): Picture {
    switch (source.kind) {
      case 'camera': {
        const camera = createCameraPicture(source.id, createTestPicture(source.id));
        this.#cameras.set(source.id, camera);
        return camera;
      }
      case 'testPicture':
        return createTestPicture(source.id);
      case 'image':
        return createImagePicture(source, this.#report);
      case 'text':
        return createTitlePicture(source);
      case 'microphone':
      case 'tone':
        throw new Error(`${source.kind} has no picture`);
      default:
        return createTestPicture(source.id);
    }
  }

  /** Settles when every picture has had its chance to be whole. */
  async ready(): Promise<void> {
    await Promise.allSettled([...this.#pictures.values()].map(({ ready }) => ready));
  }

  attachCamera(sourceId: string, frames: ReadableStream<VideoFrame> | null): void {
    const camera = this.#cameras.get(sourceId);
    if (camera) camera.attach(frames);
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
      for (const layer of picture?.layers(item.rect, item.opacity, moment) ?? [])
        layers.push({ ...layer, id: `${item.id}:${layer.id}` });
    }
    return layers;
  }
}

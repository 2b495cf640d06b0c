import type { CompositorName } from '../../../common/media/compositor.ts';
import type { Floor } from './floor.ts';
import type { FromProgramme, ScreenSize } from './messages.ts';
import { PreviewPicture } from './previewPicture.ts';
import type { Moment } from './sources/picture.ts';
import { Thumbnails } from './thumbnails.ts';

/** How often screens are refreshed, less while the encoders need the machine; the programme is not. */
export const PREVIEW_FPS = { idle: 15, encoding: 10 };
const THUMBNAIL_EVERY_MS = { idle: 1000, encoding: 3000 };
/** Where there is never time enough between frames the preview moves on at least this often, ms. */
const LONGEST_STANDSTILL_MS = 1000;

export type MonitorsOptions = {
  readonly floor: Floor;
  readonly compositor: CompositorName | 'auto';
  readonly preview: OffscreenCanvas | null;
  readonly post: (message: FromProgramme) => void;
};

/** What people look at beside the programme: the preview and the scenes' thumbnails, in the time that frames leave over. */
export class Monitors {
  readonly #options: MonitorsOptions;
  readonly #preview: PreviewPicture | null;
  readonly #thumbnails = new Thumbnails();
  #presenting = true;
  #nextPreviewMs = 0;
  #drawnAtMs = 0;
  #nextThumbnailMs = 0;

  constructor(options: MonitorsOptions) {
    this.#options = options;
    this.#preview = options.preview && new PreviewPicture(options.compositor, options.preview);
  }

  setPreviewSize(size: ScreenSize | null): void {
    const [canvas] = this.#options.floor.show.canvases;
    if (!canvas) return;
    this.#preview?.setSize(size, canvas);
    this.#tellFloor();
  }

  setPresenting(on: boolean): void {
    this.#presenting = on;
    this.#tellFloor();
  }

  #tellFloor(): void {
    this.#options.floor.setPreviewed(this.#presenting && this.#preview?.shown === true);
  }

  /** A view listens that has no thumbnails. */
  newViewer(): void {
    this.#thumbnails.forget();
    this.#nextThumbnailMs = 0;
  }

  /** After a frame: `freeMs` is the time until the next one. None is drawn where that is not enough. */
  async draw(frame: VideoFrame, moment: Moment, freeMs: number, encoding: boolean): Promise<void> {
    if (!this.#presenting || !this.#options.preview) return;
    const began = performance.now();
    const mode = encoding ? 'encoding' : 'idle';
    try {
      if (this.#preview?.shown && began >= this.#nextPreviewMs) {
        const stoodMs = began - this.#drawnAtMs;
        if (this.#preview.costMs <= freeMs || (freeMs > 0 && stoodMs > LONGEST_STANDSTILL_MS)) {
          this.#nextPreviewMs = Math.max(this.#nextPreviewMs + 1000 / PREVIEW_FPS[mode], began);
          this.#drawnAtMs = began;
          await this.#drawPreview(this.#preview, frame, moment);
        }
      }
      const now = performance.now();
      const left = freeMs - (now - began);
      if (now >= this.#nextThumbnailMs && left > 0) {
        this.#nextThumbnailMs = now + THUMBNAIL_EVERY_MS[mode];
        await this.#makeThumbnail(moment, left);
      }
    } catch (error) {
      // What is only looked at must not take the programme with it.
      const message = `monitors: ${(error as Error).message}`;
      this.#options.post({ type: 'failed', error: { code: 'INTERNAL', message } });
      this.#nextPreviewMs = this.#nextThumbnailMs = began + 5000;
    }
  }

  async #drawPreview(preview: PreviewPicture, frame: VideoFrame, moment: Moment): Promise<void> {
    const { floor } = this.#options;
    const { previewSceneId: sceneId, show } = floor;
    const [canvas] = show.canvases;
    if (!sceneId || !canvas) await preview.draw({ kind: 'programme', frame });
    else await preview.draw({ kind: 'scene', layers: floor.layersOf(sceneId, moment), canvas });
  }

  async #makeThumbnail(moment: Moment, freeMs: number): Promise<void> {
    const { floor, post } = this.#options;
    const [canvas] = floor.show.canvases;
    if (!canvas) return;
    const sceneIds = floor.show.scenes.flatMap(({ id, group }) => (group ? [] : [id]));
    const layersOf = (sceneId: string) => floor.layersOf(sceneId, moment);
    const made = await this.#thumbnails.next({ sceneIds, canvas, layersOf }, freeMs);
    if (made) post({ type: 'telemetry', telemetry: { kind: 'thumbnail', ...made } });
  }
}

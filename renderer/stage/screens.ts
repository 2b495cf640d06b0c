import type { Place } from '../../common/ipc/stage.ts';
import type { ScreenSize, Screens } from './programme/messages.ts';

type Places = { readonly programme: Place | null; readonly preview: Place | null };

/** The two canvases in the stage's page. Until main says where they stand the programme fills it. */
export class StageScreens {
  readonly #programme = document.createElement('canvas');
  readonly #preview = document.createElement('canvas');
  readonly #onSizes: (programme: ScreenSize | null, preview: ScreenSize | null) => void;

  constructor(onSizes: (programme: ScreenSize | null, preview: ScreenSize | null) => void) {
    this.#onSizes = onSizes;
    this.#preview.hidden = true;
    document.body.append(this.#programme, this.#preview);
    // Another size on screen, or another number of pixels in it.
    const watch = new ResizeObserver(() => this.#tell());
    for (const canvas of [this.#programme, this.#preview])
      try {
        watch.observe(canvas, { box: 'device-pixel-content-box' });
      } catch {
        watch.observe(canvas);
      }
  }

  /** Hands the drawing over; once. */
  transfer(): Screens {
    return {
      programme: this.#programme.transferControlToOffscreen(),
      preview: this.#preview.transferControlToOffscreen(),
    };
  }

  place({ programme, preview }: Places): void {
    this.#placeOne(this.#programme, programme);
    this.#placeOne(this.#preview, preview);
    this.#tell();
  }

  #placeOne(canvas: HTMLCanvasElement, place: Place | null): void {
    canvas.hidden = place === null;
    if (!place) return;
    canvas.style.inset = 'auto';
    canvas.style.left = `${place.x}px`;
    canvas.style.top = `${place.y}px`;
    canvas.style.width = `${place.width}px`;
    canvas.style.height = `${place.height}px`;
  }

  #tell(): void {
    this.#onSizes(sizeOf(this.#programme), sizeOf(this.#preview));
  }
}

/** Device pixels; null where nothing is seen. */
function sizeOf(canvas: HTMLCanvasElement): ScreenSize | null {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  return width > 1 && height > 1 ? { width, height } : null;
}

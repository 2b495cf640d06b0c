import type { SourceOf } from '../../../../common/show/sources.ts';
import type { Layer } from '../../compositor/backend.ts';
import { ImageError, type LoadedImage, loadImage } from './imageFile.ts';
import type { Moment, Picture, ReportProblem, Size } from './picture.ts';
import { nextSlide } from './slideOrder.ts';

type Slideshow = SourceOf<'slideshow'>;
type Slide = { readonly index: number; readonly path: string; readonly image: LoadedImage };

/** Whole inside the place, in its middle. */
const inside = (size: Size, place: Size): Layer['rect'] => {
  const scale = Math.min(place.width / size.width, place.height / size.height);
  const width = size.width * scale;
  const height = size.height * scale;
  return { x: (place.width - width) / 2, y: (place.height - height) / 2, width, height };
};

/** Images one after the other. Only the one that is seen and the next are in memory; unseen it stands still. */
export function createSlideshowPicture(
  first: Slideshow,
  report: ReportProblem,
  random: () => number = Math.random,
): Picture {
  let show = first;
  let current: Slide | null = null;
  let next: Slide | null = null;
  /** The one that is fading out. */
  let leaving: Slide | null = null;
  let loading = false;
  /** Grows when what is being loaded is not wanted any more. */
  let generation = 0;
  /** Time the current slide has been seen, µs, and when that was last counted. */
  let seenUs = 0;
  let countedUs: number | null = null;

  const loadFrom = async (index: number | null): Promise<Slide | null> => {
    const asked = generation;
    let wanted = index;
    for (let tries = 0; wanted !== null && tries < show.paths.length; tries++) {
      const path = show.paths[wanted];
      if (path === undefined) return null;
      try {
        const image = await loadImage(path);
        if (asked !== generation) {
          image.close();
          return null;
        }
        return { index: wanted, path, image };
      } catch (error) {
        if (asked !== generation) return null;
        report(show.id, {
          code: error instanceof ImageError ? error.code : 'IMAGE_INVALID',
          message: `an image of "${show.name}" cannot be shown: ${path}`,
          detail: { path },
        });
        wanted = nextSlide(wanted, show.paths.length, show.order, true, random);
      }
    }
    return null;
  };

  const loadNext = async (): Promise<void> => {
    if (loading || next || !current || show.paths.length < 2) return;
    const index = nextSlide(current.index, show.paths.length, show.order, show.loop, random);
    if (index === null) return;
    loading = true;
    const asked = generation;
    const slide = await loadFrom(index);
    if (asked !== generation) return;
    loading = false;
    next = slide;
  };

  const begin = async (): Promise<void> => {
    generation++;
    loading = true;
    for (const slide of [current, next, leaving]) slide?.image.close();
    current = null;
    next = null;
    leaving = null;
    seenUs = 0;
    const asked = generation;
    report(show.id, null);
    const slide = await loadFrom(show.paths.length > 0 ? 0 : null);
    if (asked !== generation) return;
    loading = false;
    current = slide;
  };

  const advance = ({ timeUs }: Moment): void => {
    // The same frame may be asked for several places; a stretch unseen does not count.
    const passed = countedUs === null ? 0 : timeUs - countedUs;
    countedUs = timeUs;
    if (!current) return;
    seenUs += Math.max(0, passed);
    if (leaving && seenUs >= show.fadeMs * 1000) {
      leaving.image.close();
      leaving = null;
    }
    if (seenUs >= show.intervalSeconds * 1e6 && next) {
      leaving?.image.close();
      leaving = show.fadeMs > 0 ? current : null;
      if (!leaving) current.image.close();
      current = next;
      next = null;
      seenUs = 0;
    }
    void loadNext();
  };

  const layerOf = (slide: Slide, moment: Moment, place: Size, opacity: number): Layer => ({
    id: `${show.id}:${slide.index}`,
    content: slide.image.content(moment.timeUs),
    rect: inside(slide.image.size, place),
    opacity,
  });

  const ready = begin();
  return {
    size: null,
    ready,
    layers(moment, place) {
      advance(moment);
      if (!current) return [];
      const part = leaving ? Math.min(1, seenUs / (show.fadeMs * 1000)) : 1;
      const coming = layerOf(current, moment, place, part);
      if (!leaving) return [coming];
      const before = layerOf(leaving, moment, place, 1);
      const covered =
        before.rect.width <= coming.rect.width + 1 && before.rect.height <= coming.rect.height + 1;
      return [covered ? before : { ...before, opacity: 1 - part }, coming];
    },
    update(source) {
      if (source.kind !== 'slideshow') return;
      const same = JSON.stringify(source.paths) === JSON.stringify(show.paths);
      show = source;
      if (!same) void begin();
    },
    seen(where) {
      if (where === 'nowhere') countedUs = null;
    },
    dispose() {
      generation++;
      for (const slide of [current, next, leaving]) slide?.image.close();
      current = null;
      next = null;
      leaving = null;
    },
  };
}

import type { SourceOf } from '../../../../common/show/sources.ts';
import { ImageError, type LoadedImage, loadImage } from './imageFile.ts';
import type { Picture, ReportProblem } from './picture.ts';

/** An image file, still or moving. */
export function createImagePicture(first: SourceOf<'image'>, report: ReportProblem): Picture {
  let path = '';
  let image: LoadedImage | null = null;
  let disposed = false;

  const load = async (source: SourceOf<'image'>): Promise<void> => {
    if (source.path === path) return;
    path = source.path;
    const wanted = path;
    const isWanted = () => !disposed && wanted === path;
    try {
      const loaded = wanted ? await loadImage(wanted) : null;
      if (!isWanted()) return loaded?.close();
      image?.close();
      image = loaded;
      report(source.id, null);
    } catch (error) {
      if (!isWanted()) return;
      image?.close();
      image = null;
      report(source.id, {
        code: error instanceof ImageError ? error.code : 'IMAGE_INVALID',
        message: `image "${source.name}" cannot be shown: ${wanted}`,
        detail: { path: wanted },
      });
    }
  };

  const ready = load(first);
  return {
    get size() {
      return image?.size ?? null;
    },
    ready,
    layers(moment) {
      if (!image) return [];
      const rect = { x: 0, y: 0, ...image.size };
      return [{ id: first.id, content: image.content(moment.timeUs), rect, opacity: 1 }];
    },
    update(source) {
      if (source.kind === 'image') void load(source);
    },
    seen: () => {},
    dispose() {
      disposed = true;
      image?.close();
      image = null;
    },
  };
}

import { mediaUrl } from '../../../../common/ipc/media.ts';
import type { Source } from '../../../../common/show/sources.ts';
import { imageSize } from './imageSize.ts';
import { nextRevision, type Picture, type ReportProblem } from './picture.ts';

/** A small file can claim to be a huge picture, which would take 4 bytes for each pixel: 8192 × 8192. */
const MAX_PIXELS = 2 ** 26;
/** The size stands in a file's head, in a photograph after its EXIF data. */
const HEAD_BYTES = 512 * 1024;

/** A still image, fetched from main by source id: the page never sees a path. */
export function createImagePicture(first: Source, report: ReportProblem): Picture {
  let path = '';
  let bitmap: ImageBitmap | null = null;
  let revision = 0;
  let disposed = false;

  const load = async (source: Source): Promise<void> => {
    if (source.kind !== 'image' || source.path === path) return;
    path = source.path;
    const wanted = path;
    try {
      const answer = await fetch(mediaUrl(wanted));
      if (!answer.ok) throw new Error(answer.status === 404 ? 'FILE_MISSING' : 'FILE_UNREADABLE');
      const blob = await answer.blob();
      const size = imageSize(new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()));
      if (size && size.width * size.height > MAX_PIXELS) throw new Error('IMAGE_INVALID');
      const loaded = await createImageBitmap(blob);
      if (disposed || wanted !== path) return loaded.close();
      bitmap?.close();
      bitmap = loaded;
      revision = nextRevision();
      report(source.id, null);
    } catch (error) {
      if (disposed || wanted !== path) return;
      const name = error instanceof Error ? error.message : '';
      const code = name === 'FILE_MISSING' || name === 'FILE_UNREADABLE' ? name : 'IMAGE_INVALID';
      bitmap?.close();
      bitmap = null;
      report(source.id, {
        code,
        message: `image "${source.name}" cannot be shown: ${path}`,
        detail: { path },
      });
    }
  };

  const ready = load(first);
  return {
    ready,
    layers: (rect, opacity) =>
      bitmap
        ? [{ id: first.id, content: { kind: 'bitmap', image: bitmap, revision }, rect, opacity }]
        : [],
    update: (source) => void load(source),
    dispose() {
      disposed = true;
      bitmap?.close();
      bitmap = null;
    },
  };
}

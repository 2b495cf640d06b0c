import { mediaUrl } from '../../../../common/ipc/media.ts';
import { err, ok, type Result, type StudioError } from '../../../../common/result.ts';
import type { Filter } from '../../../../common/show/filters.ts';
import { MOST_CUBE_BYTES, parseCubeSlowly } from '../../compositor/filters/cube.ts';
import type { Table } from '../../compositor/filters/table.ts';
import { imageSize } from '../sources/imageSize.ts';

/** What a filter's file holds. `number` is another for each file that is loaded. */
export type FilterFile = { readonly number: number } & (
  | { readonly kind: 'lut'; readonly table: Table }
  | { readonly kind: 'mask'; readonly image: ImageBitmap }
);

type WithFile = Extract<Filter, { path: string }>;
type Entry = {
  readonly kind: WithFile['kind'];
  path: string;
  file: FilterFile | undefined;
  error: StudioError | null;
  ready: Promise<void>;
};

/** A small file can claim to be a huge picture, which would take 4 bytes for each pixel: 8192 × 8192. */
const MAX_PIXELS = 2 ** 26;
/** The size stands in a file's head, in a photograph after its EXIF data. */
const HEAD_BYTES = 512 * 1024;

let numbers = 0;

/** The files that a source's filters need, each loaded once for as long as its filter names it. */
export class FilterFiles {
  readonly #entries = new Map<string, Entry>();
  readonly #changed: (error: StudioError | null) => void;

  /** `changed` is told when a file has come or gone, with the first problem there is. */
  constructor(changed: (error: StudioError | null) => void) {
    this.#changed = changed;
  }

  /** Takes the filters that are at work. What was shown stays until the new file is there. */
  update(filters: readonly Filter[]): void {
    const wanted = filters.filter((filter): filter is WithFile => 'path' in filter);
    for (const [id, entry] of this.#entries)
      if (!wanted.some((filter) => filter.id === id && filter.kind === entry.kind)) {
        this.#entries.delete(id);
        release(entry);
      }
    for (const filter of wanted) {
      const entry: Entry = this.#entries.get(filter.id) ?? {
        kind: filter.kind,
        path: '',
        file: undefined,
        error: null,
        ready: Promise.resolve(),
      };
      this.#entries.set(filter.id, entry);
      if (entry.path === filter.path) continue;
      entry.path = filter.path;
      entry.ready = this.#load(entry, filter);
    }
    this.#tell();
  }

  of(filterId: string): FilterFile | undefined {
    return this.#entries.get(filterId)?.file;
  }

  /** Settles when every file asked for so far is there or has failed. */
  async ready(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ ready }) => ready));
  }

  dispose(): void {
    for (const entry of this.#entries.values()) release(entry);
    this.#entries.clear();
  }

  async #load(entry: Entry, { id, kind, path, name }: WithFile): Promise<void> {
    const result = await (kind === 'lut' ? loadTable(path) : loadImage(path));
    if (this.#entries.get(id) !== entry || entry.path !== path) {
      if (result.ok) closeImage(result.value);
      return;
    }
    release(entry);
    entry.file = result.ok ? result.value : undefined;
    entry.error = null;
    if (!result.ok) {
      const { code, message, detail } = result.error;
      const text = `filter "${name}" cannot be used: ${path}: ${message}`;
      entry.error = { code, message: text, detail: { ...detail, path } };
    }
    this.#tell();
  }

  #tell(): void {
    const failed = [...this.#entries.values()].find(({ error }) => error);
    this.#changed(failed?.error ?? null);
  }
}

function closeImage(file: FilterFile): void {
  if (file.kind === 'mask') file.image.close();
}

function release(entry: Entry): void {
  if (entry.file) closeImage(entry.file);
  entry.file = undefined;
}

async function fetched(path: string): Promise<Result<Blob>> {
  const answer = await fetch(mediaUrl(path)).catch(() => null);
  if (answer?.status === 404) return err('FILE_MISSING', 'there is no such file');
  const blob = answer?.ok ? await answer.blob().catch(() => null) : null;
  return blob ? ok(blob) : err('FILE_UNREADABLE', 'the file cannot be read');
}

async function loadTable(path: string): Promise<Result<FilterFile>> {
  const blob = await fetched(path);
  if (!blob.ok) return blob;
  if (blob.value.size > MOST_CUBE_BYTES)
    return err('LUT_INVALID', `the file has ${blob.value.size} bytes, more than a table has`);
  const table = await parseCubeSlowly(await blob.value.text());
  return table.ok ? ok({ kind: 'lut', table: table.value, number: ++numbers }) : table;
}

async function loadImage(path: string): Promise<Result<FilterFile>> {
  const blob = await fetched(path);
  if (!blob.ok) return blob;
  const head = new Uint8Array(await blob.value.slice(0, HEAD_BYTES).arrayBuffer());
  const claimed = imageSize(head);
  if (claimed && claimed.width * claimed.height > MAX_PIXELS)
    return err('IMAGE_INVALID', `the image has ${claimed.width}x${claimed.height} pixels`);
  const image = await createImageBitmap(blob.value).catch(() => null);
  return image
    ? ok({ kind: 'mask', image, number: ++numbers })
    : err('IMAGE_INVALID', 'the file is not an image');
}

import type { StudioError } from '../../../../common/result.ts';
import type { Filter } from '../../../../common/show/filters.ts';
import type { Layer } from '../../compositor/backend.ts';
import { type PreparedFilter, type Size, sizeAfter } from '../../compositor/filters/index.ts';
import type { Moment, ReportProblem } from '../sources/picture.ts';
import { DelayLine } from './delay.ts';
import { FilterFiles } from './files.ts';
import { isNeutral, prepare } from './prepare.ts';

/** All `delay` filters of a source together. */
const MOST_DELAY_MS = 2000;

/**
 * The filters of one source: what the document says, as a compositor needs it at each moment. Costs
 * nothing while no filter is on or all are neutral.
 */
export class FilterChain {
  readonly #sourceId: string;
  readonly #files: FilterFiles;
  readonly #delay = new DelayLine();
  #from: readonly Filter[] = [];
  #filters: readonly Filter[] = [];
  #delayMs = 0;
  /** What was prepared last, while nothing in it depends on the moment. */
  #prepared: { readonly size: Size; readonly chain: readonly PreparedFilter[] } | null = null;

  /** `report` is told of files that are missing or broken, and once when all are well again. */
  constructor(sourceId: string, report: ReportProblem) {
    this.#sourceId = sourceId;
    let told: StudioError | null = null;
    this.#files = new FilterFiles((error) => {
      this.#prepared = null;
      if (error === told) return;
      told = error;
      report(sourceId, error);
    });
  }

  /** Takes the source's filters from the document. */
  update(filters: readonly Filter[]): void {
    if (filters === this.#from) return;
    this.#from = filters;
    this.#filters = filters.filter((filter) => filter.enabled && !isNeutral(filter));
    this.#prepared = null;
    this.#files.update(this.#filters);
    const delays = this.#filters.map((filter) => (filter.kind === 'delay' ? filter.ms : 0));
    const delayMs = Math.min(
      MOST_DELAY_MS,
      delays.reduce((sum, ms) => sum + ms, 0),
    );
    if (delayMs === 0) this.#delay.clear();
    this.#delayMs = delayMs;
  }

  /** Settles when the files of the filters are there or have failed. */
  ready(): Promise<void> {
    return this.#files.ready();
  }

  /** What size the source has after its filters, of which cropping and padding change it. */
  sizeAfter(size: Size): Size {
    return sizeAfter(this.#chainAt(0, size), size);
  }

  /**
   * The source's layers with its filters on them. `layers` lie in a rectangle of `size` that starts at
   * 0,0, and so does what is given back. Frames in it are good until the next call.
   */
  apply(layers: readonly Layer[], moment: Moment, size: Size): readonly Layer[] {
    this.#delay.sweep();
    if (this.#filters.length === 0) return layers;
    const shown =
      this.#delayMs > 0
        ? this.#delay.apply(layers, moment.timeUs, this.#delayMs * 1000, size)
        : layers;
    if (shown.length === 0) return shown;
    const [only] = shown;
    const single = shown.length === 1 && only && isPlain(only, size) ? only : null;
    const pixels = (single && pixelsOf(single)) ?? rounded(size);
    const filters = this.#chainAt(moment.timeUs, pixels);
    if (filters.length === 0) return shown;
    if (single) return [{ ...single, filters }];
    const rect = { x: 0, y: 0, ...size };
    const content = { kind: 'group', layers: shown, ...pixels } as const;
    return [{ id: `${this.#sourceId}:filtered`, content, rect, opacity: 1, filters }];
  }

  dispose(): void {
    this.#files.dispose();
    this.#delay.clear();
    this.#delay.sweep();
  }

  #chainAt(timeUs: number, size: Size): readonly PreparedFilter[] {
    const last = this.#prepared;
    if (last && last.size.width === size.width && last.size.height === size.height)
      return last.chain;
    const chain: PreparedFilter[] = [];
    let now = size;
    for (const filter of this.#filters) {
      const prepared = prepare(filter, this.#files.of(filter.id), timeUs, now);
      if (!prepared) continue;
      chain.push(prepared);
      now = sizeAfter([prepared], now);
    }
    const moves = chain.some(({ kind }) => kind === 'scroll');
    this.#prepared = moves ? null : { size, chain };
    return chain;
  }
}

const rounded = ({ width, height }: Size): Size => ({
  width: Math.max(1, Math.round(width)),
  height: Math.max(1, Math.round(height)),
});

/** Whether a layer is nothing but its content, all over the picture. */
const isPlain = ({ content, rect, ...layer }: Layer, { width, height }: Size): boolean =>
  content.kind !== 'fill' &&
  rect.x === 0 &&
  rect.y === 0 &&
  rect.width === width &&
  rect.height === height &&
  layer.opacity === 1 &&
  !layer.crop &&
  !layer.rotationDegrees &&
  !layer.flipX &&
  !layer.flipY &&
  (layer.blend ?? 'normal') === 'normal' &&
  !layer.filters?.length;

/** The content's own pixels, which are what filters work on. */
function pixelsOf({ content }: Layer): Size | null {
  switch (content.kind) {
    case 'video':
      return { width: content.frame.displayWidth, height: content.frame.displayHeight };
    case 'bitmap':
      return { width: content.image.width, height: content.image.height };
    case 'group':
      return { width: content.width, height: content.height };
    default:
      return null;
  }
}

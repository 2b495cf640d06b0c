import { mediaUrl } from '../../../../common/ipc/media.ts';
import type { SourceOf } from '../../../../common/show/sources.ts';
import type { Layer } from '../../compositor/backend.ts';
import {
  type Moment,
  nextRevision,
  type Picture,
  type ReportProblem,
  type Size,
} from './picture.ts';
import { drawText, type SetText, setText } from './textLayout.ts';
import { decodeText, wordsOf } from './textWords.ts';

type Text = SourceOf<'text'>;

/** A file is looked at again so often while it is seen. */
const READ_EVERY_MS = 1000;
/** More than this of a file is not shown. */
const MAX_BYTES = 64 * 1024;
const MAX_LETTERS = 5000;
/** Between the end of running text and its next beginning, pixels. */
const SCROLL_GAP = 80;

/** One place the text is seen in: a source may stand twice, in different sizes. */
type Drawn = { canvas: OffscreenCanvas; key: string; revision: number; set: SetText | null };

/** Words on a plate, drawn again only when they, their look or their size change. */
export function createTextPicture(
  first: Text,
  report: ReportProblem,
  now: () => number = Date.now,
): Picture {
  let text = first;
  let fileText = '';
  let shown = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  const drawnFor = new Map<string, Drawn>();

  const readFile = async (): Promise<void> => {
    clearTimeout(timer);
    if (disposed || text.content !== 'file' || !text.path) return;
    const { path } = text;
    try {
      const answer = await fetch(mediaUrl(path));
      if (!answer.ok) throw new Error(answer.status === 404 ? 'FILE_MISSING' : 'FILE_UNREADABLE');
      const bytes = new Uint8Array(await answer.arrayBuffer()).subarray(0, MAX_BYTES);
      if (path !== text.path) return;
      fileText = decodeText(bytes).slice(0, MAX_LETTERS);
      report(text.id, null);
    } catch (error) {
      const missing = error instanceof Error && error.message === 'FILE_MISSING';
      // The last words stay: a program that writes the file anew may be half-way.
      report(text.id, {
        code: missing ? 'FILE_MISSING' : 'FILE_UNREADABLE',
        message: `text "${text.name}" cannot be read from ${path}`,
        detail: { path },
      });
    }
    clearTimeout(timer);
    if (shown && !disposed) timer = setTimeout(() => void readFile(), READ_EVERY_MS);
  };

  const draw = (drawn: Drawn, saying: string, { timeUs }: Moment): void => {
    const { canvas } = drawn;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('text: no 2D context');
    const { width, height } = canvas;
    context.clearRect(0, 0, width, height);
    context.save();
    context.beginPath();
    context.roundRect(0, 0, width, height, Math.min(12, height / 6));
    context.clip();
    context.fillStyle = text.background;
    context.fillRect(0, 0, width, height);
    drawn.set ??= setText(context, text, saying, width);
    const { set } = drawn;
    const across = width - 2 * set.marginPx;
    const left = set.marginPx;
    const top =
      text.verticalAlign === 'top'
        ? set.marginPx / 2
        : text.verticalAlign === 'bottom'
          ? height - set.height - set.marginPx / 2
          : (height - set.height) / 2;
    const { xPxPerSecond, yPxPerSecond } = text.scroll;
    if (xPxPerSecond === 0 && yPxPerSecond === 0)
      drawText(context, text, set, { x: left, y: top, across });
    else {
      const span = {
        x: Math.max(set.width, width) + SCROLL_GAP,
        y: Math.max(set.height, height) + SCROLL_GAP,
      };
      const moved = (speed: number, length: number): number =>
        speed === 0 ? 0 : ((((speed * timeUs) / 1e6) % length) + length) % length;
      const x = (xPxPerSecond === 0 ? left : 0) + moved(xPxPerSecond, span.x);
      const y = (yPxPerSecond === 0 ? top : 0) + moved(yPxPerSecond, span.y);
      const width1 = xPxPerSecond === 0 ? across : set.width;
      for (const backX of xPxPerSecond === 0 ? [0] : [0, span.x])
        for (const backY of yPxPerSecond === 0 ? [0] : [0, span.y])
          drawText(context, text, set, { x: x - backX, y: y - backY, across: width1 });
    }
    context.restore();
  };

  const layerFor = (moment: Moment, place: Size): Layer => {
    const width = Math.max(1, Math.round(place.width));
    const height = Math.max(1, Math.round(place.height));
    const size = `${width}x${height}`;
    let drawn = drawnFor.get(size);
    if (!drawn) {
      // A drag goes through many sizes.
      if (drawnFor.size > 3) drawnFor.clear();
      drawn = { canvas: new OffscreenCanvas(width, height), key: '', revision: 0, set: null };
      drawnFor.set(size, drawn);
    }
    const saying = wordsOf(text, fileText, now());
    const scrolls = text.scroll.xPxPerSecond !== 0 || text.scroll.yPxPerSecond !== 0;
    const key = scrolls ? `${saying}\n${moment.timeUs}` : saying;
    if (drawn.key !== key || drawn.revision === 0) {
      if (!drawn.key.startsWith(`${saying}\n`)) drawn.set = null;
      drawn.key = key;
      drawn.revision = nextRevision();
      draw(drawn, saying, moment);
    }
    return {
      id: text.id,
      content: { kind: 'bitmap', image: drawn.canvas, revision: drawn.revision },
      rect: { x: 0, y: 0, width: place.width, height: place.height },
      opacity: 1,
    };
  };

  const ready = readFile();
  return {
    size: null,
    ready,
    layers: (moment, place) => [layerFor(moment, place)],
    update(source) {
      if (source.kind !== 'text') return;
      const otherFile = source.path !== text.path || source.content !== text.content;
      text = source;
      drawnFor.clear();
      if (otherFile) {
        fileText = '';
        report(text.id, null);
        void readFile();
      }
    },
    seen(where) {
      const before = shown;
      shown = where !== 'nowhere';
      if (shown && !before) void readFile();
      if (!shown) drawnFor.clear();
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      drawnFor.clear();
    },
  };
}

import { dirname, join, resolve } from 'node:path';
import { err, ok, type Result, type StudioError } from '../../common/result.ts';
import { scaleShow } from '../../common/show/resize.ts';
import { type Show, showSchema } from '../../common/show/schema.ts';
import type { CliOptions } from '../cli/args.ts';
import { openCollections, type Shelf } from '../collections/index.ts';
import { checkShow, readShow, saveShow } from './showFile.ts';

/** The show that the studio begins with, and where it lives. */
export type OpenedShow = {
  readonly show: Show;
  /** What the person has to know of it. */
  readonly problem: StudioError | null;
  /** The collections; null for a show that was named, and for a run without hands. */
  readonly shelf: Shelf | null;
  /** Folder that relative paths start at now. */
  readonly folder: () => string;
  /** Decides where a show goes, and saves it there; null where nothing is saved. */
  readonly saveTo: ((show: Show) => () => Promise<void>) | null;
};

type OpenOptions = {
  readonly cli: Pick<CliOptions, 'show' | 'size' | 'fps' | 'videoKbps'>;
  readonly handsFree: boolean;
  readonly userData: string;
  readonly readyMade: () => Show;
};

/** Opens the show that the command line names, else the person's own, and applies what the command line overrides. */
export async function openShow(options: OpenOptions): Promise<Result<OpenedShow>> {
  const opened = await (options.cli.show ? openNamed(options) : openOwn(options));
  if (!opened.ok) return opened;
  const show = overridden(opened.value.show, options.cli);
  return show.ok ? ok({ ...opened.value, show: show.value }) : show;
}

/** A show that was named must be that show. */
async function openNamed({ cli, handsFree }: OpenOptions): Promise<Result<OpenedShow>> {
  const file = resolve(cli.show ?? '');
  const show = await readShow(file);
  if (!show.ok) return show;
  return ok({
    show: show.value,
    problem: null,
    shelf: null,
    folder: () => dirname(file),
    saveTo: handsFree ? null : (next) => () => saveShow(file, next),
  });
}

async function openOwn(options: OpenOptions): Promise<Result<OpenedShow>> {
  const { userData, readyMade } = options;
  if (options.handsFree)
    return ok({
      show: readyMade(),
      problem: null,
      shelf: null,
      folder: () => userData,
      saveTo: null,
    });
  const opened = await openCollections({
    folder: join(userData, 'collections'),
    before: join(userData, 'show.json'),
    readyMade,
  });
  if (!opened.ok) return opened;
  const { shelf, show, problem } = opened.value;
  return ok({
    show,
    problem,
    shelf,
    folder: () => shelf.folderOf(shelf.openId),
    saveTo: (next) => {
      const id = shelf.openId;
      return () => shelf.save(id, next);
    },
  });
}

function overridden(before: Show, { size, fps, videoKbps }: OpenOptions['cli']): Result<Show> {
  const show = structuredClone(before);
  const [canvas] = show.canvases;
  if (!canvas) return err('SHOW_INVALID', 'the show has no canvas');
  if (size) {
    scaleShow(show, canvas, size);
    Object.assign(canvas, size);
  }
  canvas.fps = fps ?? canvas.fps;
  show.encoding.videoKbps = videoKbps ?? show.encoding.videoKbps;
  const checked = showSchema.safeParse(show);
  return checked.success ? ok(checked.data) : checkShow(show, 'the show');
}

import { desktopCapturer } from 'electron';
import type { StageOrder } from '../../common/ipc/stage.ts';
import { sourcesShown } from '../../common/show/graph.ts';
import type { ShowState } from '../../common/show/slices.ts';
import type { SourceOf } from '../../common/show/sources.ts';
import { logError } from '../log.ts';
import type { StudioStore } from '../state/store.ts';

/** How often a screen or window that is not there is looked for, ms. */
const LOOK_EVERY_MS = 2_000;

type Found = { readonly id: string; readonly name: string };
type Wanted = Pick<SourceOf<'screen'>, 'target' | 'captureId' | 'title'>;

/** The screen or window that a source means: by its id, and after a restart by its title. */
export function captureIdOf(
  { target, captureId, title }: Wanted,
  there: readonly Found[],
): string | null {
  const ofKind = there.filter(({ id }) => id.startsWith(`${target}:`));
  if (captureId === 'default') return ofKind[0]?.id ?? null;
  const same = ofKind.find(({ id }) => id === captureId);
  const named = ofKind.filter(({ name }) => name === title);
  // Ids are given anew with each login: one that has another title now may be another window.
  if (same && (named.length === 0 || same.name === title)) return same.id;
  return (
    named[0]?.id ?? (target === 'screen' && ofKind.length === 1 ? (ofKind[0]?.id ?? null) : null)
  );
}

const shownScreens = ({ canvases, ...show }: ShowState): SourceOf<'screen'>[] => {
  const seen = canvases.flatMap((it) => [
    it.programSceneId,
    ...(it.studioMode ? [it.previewSceneId] : []),
  ]);
  return [...sourcesShown(show, seen)].flatMap((id) => {
    const source = show.sources[id];
    return source?.kind === 'screen' ? [source] : [];
  });
};

/** Tells the stage what the screen sources that are shown mean on this machine now. */
export class CaptureIds {
  readonly #store: StudioStore;
  readonly #order: (order: StageOrder) => void;
  #told: Record<string, string | null> = {};
  #wanted = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(store: StudioStore, order: (order: StageOrder) => void) {
    this.#store = store;
    this.#order = order;
    store.subscribe(({ patches }) => {
      if (patches.some(({ path }) => path[0] === 'show' || path[1] === 'sourceProblems'))
        this.#changed();
    });
  }

  /** A stage stands (again). */
  connect(): void {
    this.#told = {};
    this.#wanted = '';
    this.#changed();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wanted = 'stopped';
  }

  #changed(): void {
    if (this.#wanted === 'stopped') return;
    const { show, session } = this.#store.state;
    const screens = shownScreens(show);
    const wanted = screens
      .map(({ id, target, captureId, title }) =>
        [id, target, captureId, title, session.sourceProblems[id] ? 'lost' : ''].join('\n'),
      )
      .join('\n\n');
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    clearTimeout(this.#timer);
    if (screens.length > 0) void this.#look();
  }

  async #look(): Promise<void> {
    const wanted = this.#wanted;
    const there = await desktopCapturer
      .getSources({ types: ['screen', 'window'], thumbnailSize: { width: 0, height: 0 } })
      .catch((error) => {
        logError('screens cannot be listed', error);
        return [];
      });
    // Something else is wanted by now, and looked for.
    if (wanted !== this.#wanted) return;
    const { show, session } = this.#store.state;
    const screens = shownScreens(show);
    const ids = Object.fromEntries(screens.map((it) => [it.id, captureIdOf(it, there)]));
    const isLost = screens.some(({ id }) => ids[id] === null || session.sourceProblems[id]);
    // A stage that lost one tries again when it hears of it.
    const isNews = JSON.stringify(ids) !== JSON.stringify(this.#told);
    if (isNews || isLost) this.#order({ type: 'captureIds', ids });
    this.#told = ids;
    clearTimeout(this.#timer);
    if (isLost) this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
  }
}

import { MessageChannelMain, type MessagePortMain } from 'electron';
import type { WebFrame } from '../../common/ipc/stage.ts';
import { ok, type Result, type StudioError } from '../../common/result.ts';
import { sourcesShown } from '../../common/show/graph.ts';
import type { SourceOf } from '../../common/show/sources.ts';
import type { StudioStore } from '../state/store.ts';
import { WebPage } from './webPage.ts';

/** Frames of a page that may be on their way to the stage. */
const UNANSWERED = 2;
/** Pages that are open at most: each is a process of its own. */
const MOST_PAGES = 20;
/** A page that is not seen any more goes on so long, ms: a transition away from it may still run. */
const LINGER_MS = 3_000;

type Kept = {
  readonly page: WebPage;
  unanswered: number;
  /** A frame was held back meanwhile. */
  behind: boolean;
  leaving: NodeJS.Timeout | null;
};

export type WebPagesOptions = {
  readonly store: StudioStore;
  /** Hands a port to the stage's page, by the name `web`. */
  readonly sendPort: (port: MessagePortMain) => void;
};

/** The web page sources that are seen now, each with its page; their pictures go straight to the stage. */
export class WebPages {
  readonly #options: WebPagesOptions;
  readonly #pages = new Map<string, Kept>();
  #port: MessagePortMain | null = null;
  #looked: readonly unknown[] = [];

  constructor(options: WebPagesOptions) {
    this.#options = options;
    options.store.subscribe(() => this.#look());
  }

  /** A stage stands (again): it has seen no page yet. */
  connect(): void {
    this.#port?.close();
    const { port1, port2 } = new MessageChannelMain();
    this.#port = port1;
    port1.on('message', ({ data }) => {
      if (this.#port === port1) this.#answered(String(data));
    });
    port1.start();
    this.#options.sendPort(port2);
    for (const kept of this.#pages.values()) {
      kept.unanswered = 0;
      kept.page.repaint();
    }
    this.#look();
  }

  reload(sourceId: string): Result<null> {
    this.#pages.get(sourceId)?.page.reload();
    return ok(null);
  }

  stop(): void {
    for (const id of [...this.#pages.keys()]) this.#drop(id);
    this.#port?.close();
    this.#port = null;
  }

  /** Opens, changes and closes pages as the show needs them. */
  #look(): void {
    const { show, session } = this.#options.store.state;
    const { scenes, sources, canvases } = show;
    const { transition } = session.programme;
    const now = [scenes, sources, canvases, transition, this.#port];
    if (!this.#port || now.every((value, at) => value === this.#looked[at])) return;
    this.#looked = now;
    const seen = canvases.flatMap((it) => [
      it.programSceneId,
      ...(it.studioMode ? [it.previewSceneId] : []),
      ...(transition ? [transition.toSceneId] : []),
    ]);
    const shown = sourcesShown(show, seen);
    for (const [id, kept] of this.#pages) {
      const source = sources[id];
      if (source?.kind !== 'web') this.#drop(id);
      else {
        if (source !== kept.page.source) kept.page.update(source);
        if (!shown.has(id)) this.#leave(id, kept);
      }
    }
    for (const id of shown) {
      const source = sources[id];
      if (source?.kind === 'web') this.#show(source);
    }
  }

  #show(source: SourceOf<'web'>): void {
    const { id } = source;
    const kept = this.#pages.get(id);
    if (kept) {
      if (kept.leaving) clearTimeout(kept.leaving);
      kept.leaving = null;
      kept.page.setPainting(true);
      return;
    }
    if (this.#pages.size >= MOST_PAGES) {
      this.#tell(id, {
        code: 'PAGE_FAILED',
        message: `too many web pages: ${MOST_PAGES} are open already`,
        detail: { what: 'pages-open' },
      });
      return;
    }
    const page = new WebPage(source, {
      onFrame: (frame) => this.#send(frame),
      onProblem: (error) => this.#tell(id, error),
    });
    this.#pages.set(id, { page, unanswered: 0, behind: false, leaving: null });
  }

  /** A page that starts anew each time it is shown goes; another one stays as it is, and draws nothing. */
  #leave(id: string, kept: Kept): void {
    kept.leaving ??= setTimeout(() => {
      kept.leaving = null;
      if (this.#pages.get(id) !== kept) return;
      if (kept.page.source.reloadOnShow) this.#drop(id);
      else kept.page.setPainting(false);
    }, LINGER_MS);
  }

  #drop(id: string): void {
    const kept = this.#pages.get(id);
    if (!kept) return;
    this.#pages.delete(id);
    if (kept.leaving) clearTimeout(kept.leaving);
    kept.page.dispose();
    this.#tell(id, null);
  }

  #tell(id: string, error: StudioError | null): void {
    const { store } = this.#options;
    const known = store.state.session.sourceProblems[id];
    if ((known?.error.message ?? null) === (error?.message ?? null)) return;
    store.session((session) => {
      if (error) session.sourceProblems[id] = { error };
      else delete session.sourceProblems[id];
    });
  }

  /** A stage that cannot follow gets the newest picture when it can. */
  #send(frame: WebFrame): void {
    const kept = this.#pages.get(frame.sourceId);
    if (!kept || !this.#port) return;
    if (kept.unanswered >= UNANSWERED) {
      kept.behind = true;
      return;
    }
    kept.unanswered++;
    this.#port.postMessage(frame);
  }

  #answered(sourceId: string): void {
    const kept = this.#pages.get(sourceId);
    if (!kept) return;
    kept.unanswered = Math.max(0, kept.unanswered - 1);
    if (!kept.behind) return;
    kept.behind = false;
    kept.page.repaint();
  }
}

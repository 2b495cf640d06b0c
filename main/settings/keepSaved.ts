import type { Show } from '../../common/show/schema.ts';
import { showOfState } from '../../common/show/slices.ts';
import { logError } from '../log.ts';
import type { StudioStore } from '../state/store.ts';
import { diskError } from './diskError.ts';

/** Wait after the last change before the show is saved, ms. */
const SAVE_AFTER_MS = 500;
/** Longest wait while changes go on, ms: a crash in the middle of a long drag loses no more than that. */
const SAVE_AT_LEAST_EVERY_MS = 5000;
/** Wait before what could not be saved is tried once more, ms. */
const RETRY_AFTER_MS = 10_000;
const NOTICE = 'show-not-saved';

export type Saved = {
  /** Saves at once what is not saved yet. */
  flush(): Promise<void>;
  /** Whether a change waits to be saved. */
  readonly pending: boolean;
};

/** Saves the show a moment after each change. `saveTo` decides at once where it goes; the disk may take its time. */
export function keepSaved(store: StudioStore, saveTo: (show: Show) => () => Promise<void>): Saved {
  let timer: NodeJS.Timeout | undefined;
  let waitingSinceMs = 0;
  let saving: Promise<void> = Promise.resolve();
  const saveNow = () => {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(saveTo(showOfState(store.state.show))).then(
      () => tell(null),
      (error) => {
        logError('the show could not be saved', error);
        tell(diskError(error));
        timer ??= setTimeout(saveNow, RETRY_AFTER_MS).unref();
      },
    );
  };
  /** A show that is not saved must not be a surprise tomorrow. */
  const tell = (problem: ReturnType<typeof diskError> | null) => {
    const told = store.state.session.notices.some(({ id }) => id === NOTICE);
    if (told === (problem !== null)) return;
    store.session((session) => {
      session.notices = session.notices.filter(({ id }) => id !== NOTICE);
      if (problem && !problem.ok) session.notices.push({ id: NOTICE, error: problem.error });
    });
  };
  store.subscribe(({ patches }) => {
    if (!patches.some(({ path }) => path[0] === 'show')) return;
    if (timer) clearTimeout(timer);
    else waitingSinceMs = Date.now();
    const latestMs = waitingSinceMs + SAVE_AT_LEAST_EVERY_MS;
    timer = setTimeout(saveNow, Math.min(SAVE_AFTER_MS, Math.max(0, latestMs - Date.now())));
  });
  return {
    async flush() {
      if (timer) saveNow();
      await saving;
    },
    get pending() {
      return timer !== undefined;
    },
  };
}

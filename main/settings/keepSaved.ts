import { showOfState } from '../../common/show/slices.ts';
import { logError } from '../log.ts';
import type { StudioStore } from '../state/store.ts';
import { saveShow } from './showFile.ts';

/** Wait after the last change before the show is saved, ms. */
const SAVE_AFTER_MS = 500;

/** Saves the show a moment after each change; `flush` saves at once. */
export function keepSaved(store: StudioStore, file: string): { flush(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> = Promise.resolve();
  const save = () => {
    timer = undefined;
    const show = showOfState(store.state.show);
    saving = saving
      .then(() => saveShow(file, show))
      .catch((error) => logError(`the show could not be saved to ${file}`, error));
  };
  store.subscribe(({ patches }) => {
    if (!patches.some(({ path }) => path[0] === 'show')) return;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
  return {
    async flush() {
      if (timer) {
        clearTimeout(timer);
        save();
      }
      await saving;
    },
  };
}

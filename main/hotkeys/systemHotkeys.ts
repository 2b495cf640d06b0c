import type { StudioError } from '../../common/result.ts';
import type { Hotkey } from '../../common/show/hotkeys.ts';
import type { StudioStore } from '../state/store.ts';
import { mayBeSystemWide } from './accelerator.ts';

/** What Electron's `globalShortcut` gives. */
export type Shortcuts = {
  /** False where the system or another program has the keys; throws on what is no accelerator. */
  register(accelerator: string, callback: () => void): boolean;
  unregister(accelerator: string): void;
};

export type SystemHotkeysOptions = {
  readonly store: StudioStore;
  readonly shortcuts: Shortcuts;
  readonly onPressed: (command: string) => void;
};

/** Keeps the system-wide hotkeys of the document registered, and tells the session of those that cannot be. */
export class SystemHotkeys {
  readonly #options: SystemHotkeysOptions;
  /** Accelerators that are ours now, and the commands they stand for. */
  readonly #ours = new Map<string, string>();
  readonly #unsubscribe: () => void;
  #of: readonly Hotkey[] | undefined;

  constructor(options: SystemHotkeysOptions) {
    this.#options = options;
    this.#follow(options.store.state.show.hotkeys);
    this.#unsubscribe = options.store.subscribe(({ state }) => this.#follow(state.show.hotkeys));
  }

  #follow(hotkeys: readonly Hotkey[]): void {
    if (hotkeys === this.#of) return;
    this.#of = hotkeys;
    const wanted = new Map<string, string>();
    const problems: Record<string, StudioError> = {};
    for (const { command, accelerator, systemWide } of hotkeys) {
      if (!systemWide) continue;
      if (wanted.has(accelerator)) problems[accelerator] = taken(accelerator);
      else wanted.set(accelerator, command);
    }
    for (const accelerator of [...this.#ours.keys()])
      if (!wanted.has(accelerator)) this.#release(accelerator);
    for (const [accelerator, command] of wanted) {
      const problem = this.#ours.has(accelerator) ? null : this.#register(accelerator);
      if (problem) problems[accelerator] = problem;
      else this.#ours.set(accelerator, command);
    }
    this.#tell(problems);
  }

  #register(accelerator: string): StudioError | null {
    if (!mayBeSystemWide(accelerator)) return invalid(accelerator);
    const { shortcuts, onPressed } = this.#options;
    try {
      const done = shortcuts.register(accelerator, () => {
        const command = this.#ours.get(accelerator);
        if (command !== undefined) onPressed(command);
      });
      return done ? null : taken(accelerator);
    } catch {
      return invalid(accelerator);
    }
  }

  #release(accelerator: string): void {
    this.#options.shortcuts.unregister(accelerator);
    this.#ours.delete(accelerator);
  }

  #tell(problems: Readonly<Record<string, StudioError>>): void {
    const { store } = this.#options;
    const before = store.state.session.hotkeyProblems;
    if (Object.keys(problems).length === 0 && Object.keys(before).length === 0) return;
    store.session((session) => {
      session.hotkeyProblems = { ...problems };
    });
  }

  /** Gives every key back to the system. */
  stop(): void {
    this.#unsubscribe();
    for (const accelerator of [...this.#ours.keys()]) this.#release(accelerator);
  }
}

const taken = (accelerator: string): StudioError => ({
  code: 'HOTKEY_TAKEN',
  message: `${accelerator} is used twice, or by the system or another program`,
  detail: { accelerator },
});

const invalid = (accelerator: string): StudioError => ({
  code: 'HOTKEY_INVALID',
  message: `${accelerator} cannot be used system-wide: add Ctrl, Alt or Super, or use a function key`,
  detail: { accelerator },
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What `npm run setup` found to run the app with. */
export type ElectronRuntime = {
  /** Version that package.json asks for. */
  readonly declared: string;
  /** Version that is used; another one where the declared cannot be downloaded. */
  readonly version: string;
  readonly source: 'declared' | 'fallback' | 'override';
  /** Folder of the unpacked runtime. */
  readonly dir: string;
  /** The executable. */
  readonly binary: string;
};

/** The project's root folder. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** The runtime that set-up recorded; throws with the cure when set-up has not run. */
export function electronRuntime(): ElectronRuntime {
  try {
    return JSON.parse(readFileSync(resolve(projectRoot, '.cache/electron.json'), 'utf8'));
  } catch (cause) {
    throw new Error('There is no Electron runtime yet: run `npm run setup` first.', { cause });
  }
}

/** The executable to give to Playwright's `_electron.launch({ executablePath })`. @public */
export const electronPath = (): string => electronRuntime().binary;

/** Switches a test must put before the app's folder: Chromium refuses its sandbox as root. */
export const sandboxSwitches = (): string[] =>
  process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A path inside the project. @param {string[]} parts */
export const inRoot = (...parts) => resolve(root, ...parts);

// Stands in for @neon-rs/load in the bundles; see parts.mjs.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The add-on beside this bundle; Electron keeps it outside of its archive. */
export const load = () =>
  createRequire(import.meta.url)(
    fileURLToPath(new URL('./libsql.node', import.meta.url)).replace(
      /\bapp\.asar(?=[\\/])/,
      'app.asar.unpacked',
    ),
  );

export const currentTarget = () => '';

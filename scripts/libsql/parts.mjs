import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/**
 * Settings of Vite for packages that a bundler alone does not manage.
 *
 * How libsql gets into one file: its own way to a native add-on asks node_modules, which are not
 * shipped. The switch it has for its developers makes it call `load` of @neon-rs/load instead;
 * ours takes the add-on that lies beside the bundle.
 */
export const nodePackages = {
  define: { 'process.env.LIBSQL_JS_DEV': '"1"', __dirname: '""' },
  resolve: {
    alias: [
      {
        find: '@neon-rs/load',
        replacement: fileURLToPath(new URL('./load.mjs', import.meta.url)),
      },
      // Its package.json names two entries, the first of which is not there.
      { find: 'tls-sig-api-v2', replacement: require.resolve('tls-sig-api-v2') },
    ],
  },
};

/** The add-on of this platform in node_modules. */
export function addOnFile() {
  const ofLibsql = createRequire(require.resolve('libsql'));
  const { currentTarget } = ofLibsql('@neon-rs/load');
  // The target is that of this process's own C library: the bundle runs where it is built.
  return ofLibsql.resolve(`@libsql/${currentTarget()}`);
}

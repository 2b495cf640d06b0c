// Builds every part into dist/: main-side programs (ESM, Node), preloads (CJS), and the pages.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { addOnFile, nodePackages } from './libsql/parts.mjs';
import { wat } from './wat.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Programs that run in Electron's main process, its utility processes, or plain Node. */
const programs = {
  index: 'main/index.ts',
  output: 'main/output/index.ts',
  cut: 'main/recordings/cutProcess.ts',
  serverProcess: 'main/server/process.ts',
  server: 'main/server/standalone.ts',
  databaseThread: 'main/server/data/thread.ts',
};
const preloads = {
  ui: 'preload/ui.ts',
  stage: 'preload/stage.ts',
  chatWindow: 'preload/chatWindow.ts',
  sdk: 'preload/sdk.ts',
};
const pages = ['ui', 'stage', 'watch', 'guest', 'chatWindow', 'sdk'];
/** Pages of the server, by the address they are found at; any browser opens them. */
const served = { watch: '/', guest: '/guest/' };

/** Both the declared Electron and the fallback runtime (Chrome 130, Node 20) run the result. */
const targets = { node: 'node20', page: 'chrome130', watch: 'es2022' };

const common = {
  configFile: false,
  logLevel: 'warn',
  clearScreen: false,
};

const nodeBuild = (input, outDir, format) => ({
  ...common,
  ...nodePackages,
  root,
  build: {
    ssr: true,
    outDir: resolve(root, 'dist', outDir),
    emptyOutDir: false,
    target: targets.node,
    minify: false,
    rollupOptions: {
      input: Object.fromEntries(Object.entries(input).map(([k, v]) => [k, join(root, v)])),
      external: ['electron', 'original-fs'],
      output: {
        format,
        entryFileNames: format === 'es' ? '[name].mjs' : '[name].cjs',
        codeSplitting: false,
      },
    },
  },
  ssr: { noExternal: true, target: 'node' },
});

/**
 * Builds some of the programs, with what they load at run time.
 * @param {readonly (keyof typeof programs)[]} names
 * @param {string} outDir in dist/, or absolute
 */
export async function buildPrograms(names, outDir = 'main') {
  const vite = await import('vite');
  // One build each: a program that starts a worker of itself must be one file, and a sandboxed
  // preload cannot load a second one.
  for (const name of names) await vite.build(nodeBuild({ [name]: programs[name] }, outDir, 'es'));
  if (!names.includes('databaseThread')) return;
  const folder = resolve(root, 'dist', outDir);
  await mkdir(folder, { recursive: true });
  await copyFile(addOnFile(), join(folder, 'libsql.node'));
}

async function pageBuild(page) {
  const plugins = [];
  if (page === 'ui') {
    const { default: react } = await import('@vitejs/plugin-react');
    const { default: tailwind } = await import('@tailwindcss/vite');
    plugins.push(react(), tailwind());
  }
  return {
    ...common,
    root: join(root, 'renderer', page),
    base: served[page] ?? './',
    publicDir: false,
    plugins,
    worker: { format: 'es', plugins: () => [wat()] },
    build: {
      outDir: join(root, 'dist', page),
      emptyOutDir: true,
      target: page in served ? targets.watch : targets.page,
      assetsInlineLimit: 0,
      modulePreload: false,
      chunkSizeWarningLimit: 4000,
    },
  };
}

/** Builds everything; throws on the first error. */
export async function build() {
  // Whoever calls, even a test runner: a development build has this machine's paths in it.
  process.env.NODE_ENV = 'production';
  const vite = await import('vite');
  await rm(join(root, 'dist', 'main'), { recursive: true, force: true });
  await rm(join(root, 'dist', 'preload'), { recursive: true, force: true });
  await buildPrograms(/** @type {(keyof typeof programs)[]} */ (Object.keys(programs)));
  for (const [name, file] of Object.entries(preloads))
    await vite.build(nodeBuild({ [name]: file }, 'preload', 'cjs'));
  for (const page of pages) await vite.build(await pageBuild(page));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const started = performance.now();
  await build();
  console.error(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

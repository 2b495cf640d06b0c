// The layers of the project (docs/architecture.md, "Layout"): dependencies point one way.

/** Libraries that know nothing of Redux, React or Electron. */
const plainLibraries = '^(renderer/stage/compositor|main/output/(rtmp|flv|recorder))/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'common-is-the-base',
      comment: 'common/ is in every process: only itself, zod, Redux Toolkit and Immer.',
      severity: 'error',
      from: { path: '^common/' },
      to: { pathNot: ['^common/', '(^|/)node_modules/(zod|@reduxjs/toolkit|immer)(/|$)'] },
    },
    {
      name: 'renderer-is-a-page',
      comment: 'A page has no main process, no Electron and no Node in it.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        path: [
          '^(main|preload|scripts|tests)/',
          '(^|/)node_modules/electron(/|$)',
          '^electron(/|$)',
        ],
      },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'A page has no Node modules.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-has-no-page',
      comment: 'main/ and preload/ never import a page.',
      severity: 'error',
      from: { path: '^(main|preload)/' },
      to: { path: '^(renderer|scripts|tests)/' },
    },
    {
      name: 'preload-is-a-bridge',
      comment: 'A preload script holds no logic of main.',
      severity: 'error',
      from: { path: '^preload/' },
      to: { path: '^main/' },
    },
    {
      name: 'feature-through-its-door',
      comment: 'A feature of the UI reaches another only through its index.ts.',
      severity: 'error',
      from: { path: '^renderer/ui/features/([^/]+)/' },
      to: {
        path: '^renderer/ui/features/[^/]+/',
        pathNot: ['^renderer/ui/features/$1/', '^renderer/ui/features/[^/]+/index\\.tsx?$'],
      },
    },
    {
      name: 'feature-door-from-outside',
      comment: 'The rest of the UI reaches a feature only through its index.ts, too.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '^renderer/ui/features/' },
      to: {
        path: '^renderer/ui/features/[^/]+/',
        pathNot: '^renderer/ui/features/[^/]+/index\\.tsx?$',
      },
    },
    {
      name: 'plain-libraries',
      comment: 'Compositor, RTMP, FLV and recorder are tested as plain libraries.',
      severity: 'error',
      from: { path: plainLibraries },
      to: {
        path: [
          '(^|/)node_modules/(redux|@reduxjs|react|react-dom|react-redux|electron|immer)(/|$)',
          '^(electron|redux|react|react-dom|react-redux)(/|$)',
          '^common/show/slices',
        ],
      },
    },
    {
      name: 'server-without-electron',
      comment: 'The server also runs as a plain Node program; only process.ts may know Electron.',
      severity: 'error',
      from: { path: '^main/server/', pathNot: '^main/server/process\\.ts$' },
      to: { path: ['(^|/)node_modules/electron(/|$)', '^electron(/|$)'] },
    },
    {
      name: 'server-takes-the-library',
      comment:
        'The relay publishes by the RTMP library; the output process itself is no part of the server.',
      severity: 'error',
      from: { path: '^main/server/' },
      to: { path: '^main/output/', pathNot: '^main/output/rtmp/' },
    },
    {
      name: 'product-has-no-tests',
      comment: 'Nothing that is shipped imports a test or a build helper.',
      severity: 'error',
      from: { path: '^(common|main|preload|renderer)/' },
      to: { path: '^(tests|scripts)/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(worker|url|raw|inline)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    // Every process has its own tsconfig, but all resolve in the same way.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'browser', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
    exclude: { path: '^(dist|release|\\.cache|test-results)/' },
  },
};

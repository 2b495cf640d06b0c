import { defineConfig } from 'vitest/config';
import { wat } from './scripts/wat.mjs';

/** Real processes against a clock: one at a time, or a busy machine would be what is tested. */
const alone = [
  'tests/integration/{output,whip}/**/*.test.ts',
  'tests/integration/rtmp/{nginx,pressure,reconnectAsked}.test.ts',
];
/** The same, in one process, which starts one Electron for their pages. */
const pages = ['tests/integration/stage/**/*.test.ts', 'tests/integration/audio/graph.test.ts'];
const oneByOne = {
  fileParallelism: false,
  globalSetup: 'tests/support/builtPages.ts',
};

export default defineConfig({
  plugins: [wat()],
  test: {
    // Only ends what hangs: a shared machine may be many times slower for minutes.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // A shared machine may stand still for seconds. What needed this is named at the end of `npm test`.
    retry: process.env.CI ? 1 : 0,
    // Of one file: what mostly waits waits together, and a slow machine is not given all at once.
    maxConcurrency: 2,
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'side by side',
          include: ['tests/unit/**/*.test.ts', 'tests/integration/**/*.test.ts'],
          exclude: [...alone, ...pages],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...oneByOne,
          name: 'alone',
          include: alone,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...oneByOne,
          name: 'pages',
          include: pages,
          isolate: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

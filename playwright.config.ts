import { defineConfig } from '@playwright/test';

/** Nothing in these is measured, and little of them is on air: two apps at a time. */
const together = [
  ...['access', 'chatOverlay', 'chatWindow', 'destinations', 'guests', 'panels'],
  ...[
    'panelsCollections',
    'phoneTrust',
    'roomLife',
    'security',
    'sources',
    'tencentChat',
    'watchPk',
  ],
].map((name) => `tests/e2e/${name}.spec.ts`);

/** The real app; but for `together` one at a time: it wants the machine, which may have two cores. */
export default defineConfig({
  workers: 1,
  fullyParallel: false,
  // A shared machine may stand still for seconds. What needed this is named at the end of `npm test`.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  // Limits only end what hangs: a virtual machine may have a quarter of its processors for minutes.
  timeout: 480_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  projects: [
    { name: 'e2e', testDir: 'tests/e2e', testIgnore: together },
    { name: 'e2e together', testDir: 'tests/e2e', testMatch: together },
    { name: 'faults', testDir: 'tests/faults' },
  ],
});

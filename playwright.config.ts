import { defineConfig } from '@playwright/test';

/** The real app, one at a time: it owns the screen, and the machine may have two cores. */
export default defineConfig({
  outputDir: 'test-results/playwright',
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
    { name: 'e2e', testDir: 'tests/e2e' },
    { name: 'faults', testDir: 'tests/faults' },
  ],
});

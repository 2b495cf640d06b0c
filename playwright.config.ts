import { defineConfig } from '@playwright/test';

/** The real app, one at a time: it owns the screen, and the machine may have two cores. */
export default defineConfig({
  outputDir: 'test-results/playwright',
  workers: 1,
  fullyParallel: false,
  // The speed of a shared machine swings twofold within minutes; what fails three times is broken.
  retries: process.env.CI ? 2 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  projects: [
    { name: 'e2e', testDir: 'tests/e2e' },
    { name: 'faults', testDir: 'tests/faults' },
  ],
});

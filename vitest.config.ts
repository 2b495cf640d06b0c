import { defineConfig } from 'vitest/config';
import { wat } from './scripts/wat.mjs';

export default defineConfig({
  plugins: [wat()],
  test: {
    include: ['tests/unit/**/*.test.ts', 'tests/integration/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    pool: 'forks',
  },
});

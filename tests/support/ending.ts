import type { TestContext } from 'vitest';

/** Has something ended when a test is over, however it ends; the last first. */
export type Ending = (end: () => unknown) => void;

/** For tests that run beside each other, where `afterEach` would end what belongs to another. */
export const endingOf =
  ({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Ending =>
  (end) =>
    onTestFinished(async () => {
      await end();
    });

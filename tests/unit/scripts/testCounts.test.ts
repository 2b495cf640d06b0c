import { describe, expect, it } from 'vitest';
import {
  countPlaywright,
  countsLine,
  countVitest,
  sumCounts,
  withStatus,
} from '../../../scripts/testing/counts.mjs';

describe('the last line of a test run', () => {
  it('leaves skipped out when there are none', () => {
    expect(countsLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(countsLine({ passed: 12, failed: 1, skipped: 3 })).toBe(
      '12 passed, 1 failed, 3 skipped',
    );
  });

  it('counts a Vitest file that could not be loaded as a failure', () => {
    const report = {
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{}] },
        { status: 'passed', assertionResults: [{}] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('counts Playwright tests that passed in the end as passed, and errors outside tests as failures', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 6, failed: 2, skipped: 2 });
  });

  it('does not believe a runner that crashed without a failed test', () => {
    const fine = { passed: 3, failed: 0, skipped: 0 };
    expect(withStatus(fine, 0)).toEqual(fine);
    expect(withStatus(fine, 1)).toEqual({ ...fine, failed: 1 });
    expect(withStatus({ ...fine, failed: 2 }, 1)).toEqual({ ...fine, failed: 2 });
    expect(withStatus(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(sumCounts([fine, fine])).toEqual({ passed: 6, failed: 0, skipped: 0 });
  });
});

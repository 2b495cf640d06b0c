import { expect, it } from 'vitest';
import { linesOf, toldByPlaywright, toldByVitest } from '../../../scripts/testing/told.mjs';

it('tells the slowest files of Vitest, and loudly what passed only at the second try', () => {
  const report = {
    testResults: [
      {
        ...{ name: '/here/tests/unit/a.test.ts', startTime: 1_000, endTime: 1_500 },
        assertionResults: [{ title: 'fine', status: 'passed', failureMessages: [] }],
      },
      {
        ...{ name: '/here/tests/integration/b.test.ts', startTime: 1_000, endTime: 13_000 },
        assertionResults: [
          { title: 'shaky', status: 'passed', failureMessages: ['Error: late\n    at b.test.ts'] },
          {
            title: 'broken',
            status: 'failed',
            failureMessages: ['Error: wrong\n    at /here/tests/integration/b.test.ts:97:3'],
          },
        ],
      },
    ],
  };
  expect(linesOf(toldByVitest(report))).toEqual([
    'Slowest files:',
    '   12.0 s  integration/b.test.ts',
    '    0.5 s  unit/a.test.ts',
    'NEEDED A SECOND TRY (1), to be mended:',
    '  !! integration/b.test.ts: shaky: Error: late',
    'FAILED (1):',
    '  !! integration/b.test.ts: broken: Error: wrong (integration/b.test.ts:97)',
  ]);
});

it('finds the same in the nested suites of Playwright', () => {
  const passed = { status: 'expected', results: [{ duration: 2_000 }] };
  const shaky = {
    status: 'flaky',
    results: [
      { duration: 3_000, error: { message: '\u001b[31mlate\u001b[39m\nmore' } },
      { duration: 1_000 },
    ],
  };
  const report = {
    suites: [
      {
        file: 'faults/x.spec.ts',
        specs: [{ title: 'one', tests: [passed] }],
        suites: [{ specs: [{ title: 'two', tests: [shaky] }] }],
      },
    ],
  };
  expect(toldByPlaywright(report)).toEqual([
    { file: 'faults/x.spec.ts', seconds: 6, retried: ['two: late'], failed: [] },
  ]);
  expect(linesOf([])).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAllowed, noticesFile, noticesOf, shippedParts } from '../../../scripts/licences.mjs';
import { projectRoot } from '../../support/electronPath.ts';

type Part = { name: string; version: string; licence: string; text: string };

test('everything that may be bundled has a licence that is allowed', () => {
  const parts: Part[] = shippedParts();
  const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies))
    expect(parts.map((part) => part.name)).toContain(name);
  expect(parts.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
});

test.each(['GPL-3.0', 'AGPL-3.0-only', 'LGPL-3.0', 'unknown', 'UNLICENSED', 'MIT AND GPL-2.0', ''])(
  '%j is not allowed',
  (licence) => expect(isAllowed(licence)).toBe(false),
);

test.each(['MIT', '(MIT OR CC0-1.0)', 'MIT OR GPL-2.0', 'MIT AND ISC'])('%j is', (licence) =>
  expect(isAllowed(licence)).toBe(true),
);

test('the notices that are shipped are those of the installed packages', () => {
  // Committed; `node scripts/licences.mjs` writes them anew.
  expect(readFileSync(noticesFile, 'utf8') === noticesOf(shippedParts())).toBe(true);
});

test('what no package says of itself is said in THIRD_PARTY.md', () => {
  const text = readFileSync(join(projectRoot, 'THIRD_PARTY.md'), 'utf8');
  const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  expect(text).toContain(`aac-encoder\` ${dependencies['@mediabunny/aac-encoder']}`);
  expect(text).toContain('LGPL-2.1');
  const lgpl = readFileSync(join(projectRoot, 'resources/licences/LGPL-2.1.txt'), 'utf8');
  expect(lgpl).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  expect(lgpl).toContain('Version 2.1, February 1999');
});

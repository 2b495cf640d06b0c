import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from '../../../common/result.ts';

const root = join(import.meta.dirname, '../../..');
const read = (locale: string) =>
  flatten(JSON.parse(readFileSync(join(root, `resources/locales/${locale}.json`), 'utf8')));

/** Dotted keys and their texts. */
function flatten(tree: Record<string, unknown>, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + name, value);
    else {
      for (const [key, text] of flatten(value as Record<string, unknown>, `${prefix}${name}.`)) {
        found.set(key, text);
      }
    }
  }
  return found;
}

/** The source of the page, all files in one text. */
const source = readdirSync(join(root, 'renderer/ui'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(root, 'renderer/ui', name), 'utf8'))
  .join('\n');

/** Texts that main takes for the ready-made show, or names in a finding or a table of common/. */
const usedByMain = /^(defaultShow|preflight\.(found|cure)|services\.(help|servers))\./;

const zh = read('zh-CN');
const en = read('en');

test('both languages have the same keys and the same blanks to fill', () => {
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  const blanks = (text: string | undefined) => (text?.match(/\{\{\w+\}\}/g) ?? []).sort();
  for (const [key, text] of en) expect(blanks(zh.get(key)), key).toEqual(blanks(text));
});

test('no text is empty, and the Chinese ones are Chinese', () => {
  for (const [key, text] of [...zh, ...en]) expect(text.trim(), key).not.toBe('');
  for (const [key, text] of en) expect(text, key).not.toMatch(/\p{Script=Han}/u);
  // Letters that the field writes alike in every language.
  const short = /^(sources\.short|mixer\.loudness\.short)\./;
  for (const [key, text] of zh) {
    if (!short.test(key)) expect(text, key).toMatch(/\p{Script=Han}/u);
  }
});

test('every error code has a reason and a cure', () => {
  for (const code of errorCodes) {
    expect(en.has(`errors.${code}`), code).toBe(true);
    expect(en.has(`cures.${code}`), code).toBe(true);
  }
});

test('every text is used, and every used key is there', () => {
  const wanted = [...source.matchAll(/(?<![\w.])t\(\s*'([\w.]+)'/g)].map(([, key]) => key ?? '');
  expect(wanted.length).toBeGreaterThan(80);
  // A text with a count has a form for one and one for more.
  expect(wanted.filter((key) => !en.has(key) && !en.has(`${key}_other`))).toEqual([]);
  const prefixes = [...source.matchAll(/`([\w.]+\.)\$\{/g)].map(([, prefix]) => prefix ?? '');
  const unused = [...en.keys()].filter(
    (key) =>
      !usedByMain.test(key) &&
      !source.includes(`'${key.replace(/_(one|other)$/, '')}'`) &&
      !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

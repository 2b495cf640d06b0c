// `node scripts/licences.mjs [--check]`: writes resources/licences/THIRD_PARTY.txt, or says how it is out of date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from './setup/paths.mjs';

/** Licences that a bundled dependency may have. A new one is thought about before it is added here. */
export const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
]);

/** Build tools whose own text ends up in what is shipped (a style sheet's base layer). */
const builtIn = ['tailwindcss'];

/** @typedef {{name: string, version: string, licence: string, text: string}} Part */

/** Whether one of the choices of an SPDX expression is allowed. @param {string} licence */
export const isAllowed = (licence) =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((it) => allowed.has(it.trim())));

/**
 * Every package that a build may put into dist/: the production dependencies and theirs, by
 * the lock file.
 * @returns {Part[]}
 */
export function shippedParts() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const parts = Object.entries(packages)
    .filter(
      ([path, it]) =>
        path &&
        ((!it.dev && !it.devOptional) || builtIn.some((name) => path === `node_modules/${name}`)),
    )
    .map(([path, it]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version: it.version,
      licence: it.license ?? 'unknown',
      text: licenceText(path),
    }));
  const unique = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

/** The licence and notice files in a package's folder. @param {string} path */
function licenceText(path) {
  const folder = inRoot(path);
  if (!existsSync(folder)) return '';
  return readdirSync(folder)
    .filter((file) => /^(licen[sc]e|copying|notice)(\.(md|txt))?$/i.test(file))
    .sort()
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}

/**
 * The notices as shipped: each text once, under the packages it covers.
 * @param {readonly Part[]} parts
 */
export function noticesOf(parts) {
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  for (const { name, version, licence, text } of parts) {
    const body = text || `(The package has no licence file; its metadata names ${licence}.)`;
    byText.set(body, [...(byText.get(body) ?? []), `${name} ${version} (${licence})`]);
  }
  const rule = '-'.repeat(80);
  const sections = [...byText].map(([text, names]) => `${rule}\n${names.join('\n')}\n\n${text}\n`);
  return `Anchor Studio contains these works of others. See THIRD_PARTY.md for FFmpeg and Electron.\n\n${sections.join('\n')}`;
}

export const noticesFile = inRoot('resources/licences/THIRD_PARTY.txt');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const parts = shippedParts();
  const refused = parts.filter(({ licence }) => !isAllowed(licence));
  for (const it of refused) process.stderr.write(`not allowed: ${it.name} (${it.licence})\n`);
  const wanted = noticesOf(parts);
  const current = existsSync(noticesFile) ? readFileSync(noticesFile, 'utf8') : '';
  if (!process.argv.includes('--check')) writeFileSync(noticesFile, wanted);
  else if (current !== wanted)
    process.stderr.write(`${noticesFile} is out of date: run node scripts/licences.mjs\n`);
  const stale = process.argv.includes('--check') && current !== wanted;
  process.exitCode = refused.length > 0 || stale ? 1 : 0;
}

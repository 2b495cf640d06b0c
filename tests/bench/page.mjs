/**
 * A page with the figures of one bench replaced; throws where it has no place for them.
 * @param {string} page
 * @param {string} bench as after `npm run bench --`
 * @param {string} figures Markdown
 */
export function withFigures(page, bench, figures) {
  const from = `<!-- ${bench}: written by \`npm run bench -- ${bench}\` -->`;
  const to = `<!-- /${bench} -->`;
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < start)
    throw new Error(`the page has no place for the figures of ${bench}`);
  return `${page.slice(0, start)}${from}\n\n${figures}\n\n${page.slice(end)}`;
}

const row = (/** @type {readonly unknown[]} */ cells) => `| ${cells.join(' | ')} |`;

/** A figure with so many digits after the point, or a dash. */
export const cell = (
  /** @type {number | null | undefined} */ value,
  /** @type {number} */ digits,
) => (value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits));

/** A whole table, its columns as wide as the formatter of the project wants them. */
export function table(
  /** @type {readonly unknown[]} */ head,
  /** @type {readonly (readonly unknown[])[]} */ rows,
) {
  const lines = [head, ...rows].map((line) => line.map(String));
  const widths = head.map((_, at) => Math.max(3, ...lines.map((line) => line[at]?.length ?? 0)));
  const [first, ...others] = lines.map((line) =>
    row(line.map((text, at) => text.padEnd(widths[at] ?? 0))),
  );
  return [first, row(widths.map((width) => '-'.repeat(width))), ...others].join('\n');
}

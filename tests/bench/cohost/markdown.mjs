import { cell, table } from '../page.mjs';

/** Of so many values the middle, and what one in twenty is beyond; nulls where there are none. */
export function spread(/** @type {readonly number[]} */ values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95) };
}

const both = (/** @type {ReturnType<typeof spread> | null} */ it) =>
  it === null ? '–' : `${cell(it.p50, 0)} / ${cell(it.p95, 0)}`;
const ratio = (/** @type {number | null | undefined} */ ours, theirs) =>
  cell(ours && theirs ? ours / theirs : null, 2);

/** One line while it runs. */
export const line = ({ guests, cores, skipped, frames, programme, viewer, mesh }) =>
  `${guests} guests: ${cell(cores, 2)} cores, ${skipped} of ${frames} frames skipped, ` +
  `${both(programme)} ms to the programme (${programme?.count ?? 0} pictures), ` +
  `${both(viewer)} ms to a viewer (${viewer?.count ?? 0}); ` +
  `mesh ${cell(mesh?.cores, 2)} cores, ${both(mesh?.delay ?? null)} ms (${mesh?.delay.count ?? 0})`;

/** What stands in docs/bench.md. */
export function markdown({ date, commit, machine, seconds, turns, pk }) {
  const base = turns.find(({ guests }) => guests === 0)?.cores ?? null;
  const rows = turns.map(({ guests, cores, skipped, frames, programme, viewer, mesh }) => [
    guests,
    cell(cores, 2),
    cell(base === null || guests === 0 ? null : (cores - base) / guests, 2),
    `${skipped} of ${frames}`,
    both(programme),
    both(viewer),
    cell(mesh?.cores, 2),
    both(mesh?.delay ?? null),
    ratio(cores, mesh?.cores),
    ratio(programme?.p50, mesh?.delay.p50),
  ]);
  const head = [
    ...['guests', 'cores', '+ a guest', 'skipped', 'programme, ms', 'viewer, ms'],
    ...['mesh: cores', 'ms', 'ours ÷ mesh: cores', 'ms'],
  ];
  const intro = `${date.slice(0, 10)}, ${machine.cores} cores, ${machine.gpu ? 'a' : 'no'} GPU, commit ${commit}, ${seconds} s each; milliseconds are p50 / p95.`;
  return [intro, table(head, rows), ...(pk ? [pkText(pk)] : [])].join('\n\n');
}

function pkText({ fromInvitation, fromYes, mesh }) {
  const head = ['set-up', 'times', 'p50 s', 'longest s'];
  const row = (/** @type {string} */ what, { count, p50, most }) => [
    what,
    count,
    cell(p50 / 1_000, 2),
    cell(most / 1_000, 2),
  ];
  return table(head, [
    row('PK, from the invitation to both pictures', fromInvitation),
    row('PK, from the yes to both pictures', fromYes),
    row('mesh, from the call to both pictures', mesh),
    ['PK from the yes ÷ mesh', '', ratio(fromYes.p50, mesh.p50), ratio(fromYes.most, mesh.most)],
  ]);
}

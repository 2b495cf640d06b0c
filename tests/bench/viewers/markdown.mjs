import { cell, table } from '../page.mjs';

const ENDED = {
  lag: 'one lagged by more than a second',
  full: 'the server let nobody else in',
  failure: 'one was cut',
  enough: 'enough',
};

/** All that a run found, for people and for `docs/bench.md`. */
export function viewersMarkdown({ date, machine, loadBefore, commit, options, turns }) {
  const head = ['', 'viewers', 'Mbit/s', 'server cores', 'viewers’ cores', 'server MB', 'ended by'];
  return [
    `${date.slice(0, 10)}, ${machine.cores} cores, load average before ${cell(loadBefore, 1)}, commit ${commit}, ${options.size} at ${options.kbps} kbit/s; publisher, server and viewers on the one machine.`,
    table(
      head,
      turns.map((it) => [
        it.kind === 'flv' ? 'HTTP-FLV' : 'HLS',
        it.viewers,
        cell(it.mbps, 0),
        cell(it.serverCores, 2),
        cell(it.clientCores, 2),
        cell(it.serverMb, 0),
        `${ENDED[it.endedBy]}${it.because ? ` (${it.because})` : ''}`,
      ]),
    ),
  ].join('\n\n');
}

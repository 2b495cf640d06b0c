import { cell, table } from '../page.mjs';
import { median } from '../summary.mjs';

/** The table of loads. @param {ReturnType<typeof import('./summary.mjs').summarise>} summary */
export function tableOf(summary) {
  const head = ['720p30', 'compose ms', 'worst', 'cores', '+ base', 'cal s', 'skipped'];
  const peerHead = ['OBS cores', '+ base', 'cal s', 'lagged', 'frames %', 'ours ÷ OBS', '÷ cal'];
  return table(
    [...head, ...peerHead],
    summary.map(({ load, ours, peer, ratio }) => [
      load,
      cell(ours?.composeMs, 2),
      cell(ours?.composeWorstMs, 2),
      cell(ours?.cores, 2),
      cell(ours?.addedCores, 2),
      cell(ours?.calibration, 2),
      cell(ours?.skipped, 0),
      cell(peer?.cores, 2),
      cell(peer?.addedCores, 2),
      cell(peer?.calibration, 2),
      cell(peer?.lagged, 0),
      cell(peer?.framesPercent, 1),
      cell(ratio.cores, 2),
      cell(ratio.perCalibration, 2),
    ]),
  );
}

/** All that a run found, for people and for `docs/bench.md`. */
export function markdownOf(results) {
  const { date, machine, options, summary, switches, open, versions } = results;
  const gpu = machine.gpu ? 'a GPU' : 'no GPU';
  const parts = [
    `${date.slice(0, 10)}, ${machine.cores} cores, ${gpu}, commit ${results.commit}, ${versions.ours}, ${versions.peer ?? 'no OBS Studio'}, rounds: ${options.rounds}, ${options.seconds} s each. Medians.`,
  ];
  const loads = summary.filter(({ load }) => !load.startsWith('collection-'));
  if (loads.length > 0) parts.push(tableOf(loads));
  if (results.notes.length > 0) parts.push(results.notes.map((it) => `- ${it}`).join('\n'));
  const taken = switches.filter((it) => !it.error);
  if (taken.length > 0) {
    const of = (name, digits = 0) => cell(median(taken.map((it) => it[name])), digits);
    parts.push(
      `Scene switches while recording 720p30: ${of('takesPerSecond', 1)} a second, ${of('takes')} takes in ${of('seconds', 1)} s, ${of('changesInRecording')} of them seen in the recording, ${of('skipped')} frames skipped.`,
    );
  }
  const { startMs, ...opened } = open;
  const whole = [
    ['From `collections:open` to its first frame in the window', opened.firstFrameMs, null, null],
    ['From `collections:open` to its answer', opened.answeredMs, null, null],
    ['From the start of the app to the first picture', startMs.ours, startMs.peer, startMs.ratio],
    ['The same with one scene', startMs.oursOneScene, startMs.peerOneScene, null],
  ];
  if (whole.some((it) => it[1] !== null))
    parts.push(
      table(
        [`${open.scenes} scenes with ${open.items} items each, ms`, 'ours', 'OBS', 'ours ÷ OBS'],
        whole.map(([name, ours, peer, ratio]) => [
          name,
          cell(ours, 0),
          cell(peer, 0),
          cell(ratio, 2),
        ]),
      ),
    );
  return parts.join('\n\n');
}

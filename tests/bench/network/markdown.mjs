import { cell, table } from '../page.mjs';

/** All that a run found, for people and for `docs/bench.md`. */
export function markdownOf(results) {
  const { date, machine, versions, outcomes, scenarios, options } = results;
  const { ours, peer, whip } = outcomes;
  const { scene } = options;
  const parts = [
    `${date.slice(0, 10)}, ${machine.cores} cores, commit ${results.commit}, ${versions.ours ?? '–'}, ${versions.peer ?? 'no OBS Studio'} with dynamic bitrate on. ${scene.width}×${scene.height} at ${scene.fps} fps, ${scene.videoKbps} kbit/s asked for; before the faults ${ours?.baseKbps ?? '–'}, ${peer?.baseKbps ?? '–'} and ${whip?.baseKbps ?? '–'} kbit/s of video arrived. Each cell: Anchor Studio by RTMP / OBS Studio by RTMP / Anchor Studio by WHIP.`,
    table(
      [
        ...['fault', 'noticed, s', 'back on air, s', 'longest freeze, s'],
        ...['pictures missing', 'full bitrate again, s', 'connections'],
      ],
      scenarios.map(({ id, title, offAir }) => {
        const both = (/** @type {(it: any) => string} */ read) =>
          [ours, peer, whip].map((it) => (it?.faults[id] ? read(it.faults[id]) : '–')).join(' / ');
        const seconds = (/** @type {string} */ name) =>
          both((it) => (it[name] === null ? 'never' : cell(it[name] / 1000, 1)));
        return [
          title,
          seconds('noticeMs'),
          offAir ? seconds('backMs') : 'stayed',
          seconds('freezeMs'),
          both((it) => String(it.missing)),
          seconds('fullMs'),
          both((it) => String(it.connections)),
        ];
      }),
    ),
  ];
  const said = (it) => (it ? `${cell(it.saidMs / 1000, 1)} s: “${it.said ?? 'nothing'}”` : '–');
  parts.push(
    table(
      ['first connection', 'Anchor Studio by RTMP', 'OBS Studio by RTMP', 'Anchor Studio by WHIP'],
      [
        ['server rejects', ...[ours, peer, whip].map((it) => said(it?.connect.rejected))],
        ['name does not exist', ...[ours, peer, whip].map((it) => said(it?.connect.dns))],
      ],
    ),
  );
  if (ours?.recording)
    parts.push(
      `The recording of all this: ${ours.recording.recorded} of ${ours.recording.encoded} encoded pictures${ours.recording.errors ? `, errors: ${ours.recording.errors}` : ', no error'}.`,
    );
  for (const [who, it] of Object.entries(outcomes))
    if (it.error && who !== 'whip')
      parts.push(`${who === 'ours' ? 'Anchor Studio' : 'OBS Studio'}: ${it.error}`);
  return parts.join('\n\n');
}

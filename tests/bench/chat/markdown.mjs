import { cell, table } from '../page.mjs';

const NAMES = { ours: 'Anchor Studio', peer: 'socket.io' };

/** All that a run found, for people and for `docs/bench.md`. */
export function chatMarkdown({ date, machine, loadBefore, commit, options, turns, held, ratios }) {
  const { rates } = options;
  const perSecond = rates.texts + rates.gifts + rates.likes + rates.orders;
  const rows = turns.map((it) =>
    it.failed
      ? [NAMES[it.kindName], it.load.rooms, it.load.viewers, it.failed, ...Array(9).fill('–')]
      : [
          NAMES[it.kindName],
          it.load.rooms,
          it.load.viewers,
          `${cell(it.textP50Ms, 0)} / ${cell(it.textP99Ms, 0)}`,
          `${cell(it.giftP50Ms, 0)} / ${cell(it.giftP99Ms, 0)}`,
          `${it.controlLost} of ${it.controlDue}`,
          `${cell(it.textsHeard, 0)} + ${cell(it.textsShed, 0)}`,
          cell(it.likesHeard, 0),
          cell(it.serverCores, 2),
          `${cell(it.idleMb, 0)} / ${cell(it.memoryMb, 0)}`,
          `${cell(it.loopLateMs, 0)} / ${cell(it.loopWorstMs, 0)}`,
          cell(it.framesPerSecond / 1000, 1),
          cell(it.mbps, 0),
        ],
  );
  const head = [
    ...['server', 'rooms', 'viewers', 'text p50 / p99, ms', 'gift p50 / p99, ms'],
    ...['gifts and orders lost', 'texts of a viewer: heard + shed', 'hearts heard', 'cores'],
    ...['MiB idle / loaded', 'loop late p99 / most, ms', '1000 frames/s out', 'Mbit/s'],
  ];
  return [
    `${date.slice(0, 10)}, ${machine.cores} cores, load average before ${cell(loadBefore, 1)}, commit ${commit}. ${perSecond} messages a second in for ${options.seconds} s: ${rates.texts} texts, ${rates.gifts} gifts, ${rates.orders} orders, ${rates.likes} hearts (socket.io knows no orders). ${turns.find((it) => !it.failed)?.sampled ?? 0} viewers read and parse everything, the others count frames, bytes and control items; servers and viewers share the machine.`,
    table(head, rows),
    `In one room with this load socket.io holds ${held > 0 ? `${held} viewers` : `no ${options.steps[0]} viewers`} (99 of 100 texts within a second, nobody cut).${ratios ? ` With the same ${ratios.viewers} viewers in ${ratios.rooms} rooms it takes ${cell(ratios.cores, 1)} times the processor of ours, and its texts take ${cell(ratios.p99, 1)} times as long (p99).` : ''}`,
  ].join('\n\n');
}

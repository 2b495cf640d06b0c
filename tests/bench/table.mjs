/** Columns of the table of medians: heading, figure, digits after the point. */
const COLUMNS = [
  ['CPU s/s', 'cpuPerSecond', 2],
  ['CPU ÷ cal', 'cpuPerCalibration', 2],
  ['cores', 'cores', 2],
  ['Xvfb s/s', 'displayCpuPerSecond', 2],
  ['PSS MB', 'peakPssMb', 0],
  ['frames %', 'framesPercent', 1],
  ['fps', 'fps', 2],
  ['fresh %', 'freshPercent', 1],
  ['SSIM', 'ssim', 4],
  ['no title', 'ssimWithoutTitle', 4],
  ['kbps', 'videoKbps', 0],
  ['1st packet ms', 'firstPacketMs', 0],
  ['1st picture ms', 'firstPictureMs', 0],
  ['skipped', 'skipped', 0],
  ['lagged', 'lagged', 0],
  ['cal CPU s', 'calibrationCpuSeconds', 2],
];

const RATIO_COLUMNS = [
  ['CPU', 'cpuPerSecond', 2],
  ['CPU ÷ cal', 'cpuPerCalibration', 2],
  ['PSS', 'peakPssMb', 2],
  ['1st packet', 'firstPacketMs', 2],
];

const LEGEND = `CPU s/s: CPU seconds of all processes per second of programme, after it has settled; ÷ cal: over the
calibration job's CPU seconds, which follow the machine's speed; cores: per second of the clock, the same where
nothing falls behind. PSS MB: highest sum of proportional memory.
frames %: pictures that arrived in time, of all from the first on; fps: while steady; fresh %: pictures that show
another camera frame than the one before.
SSIM: of what was recorded against the lossless composition; no title: the part above the title.
1st packet, picture: from the start of the process, cold, to the first media message or coded picture at the server.
skipped, lagged: what the contestant says of itself, its start included.`;

const cell = (value, digits) =>
  value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);

function layOut(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((text, at) => (at === 0 ? text.padEnd(widths[at]) : text.padStart(widths[at])))
        .join('  '),
    )
    .join('\n');
}

/** The report for people: a table of medians per scene, and the ratios. */
export function formatReport(summary, ratios) {
  const parts = Object.entries(summary).map(([scene, contestants]) => {
    const rows = Object.entries(contestants).map(([name, figures]) => [
      name,
      ...COLUMNS.map(([, figure, digits]) => cell(figures[figure], digits)),
    ]);
    return layOut([[scene, ...COLUMNS.map(([heading]) => heading)], ...rows]);
  });
  if (ratios.length > 0)
    parts.push(
      layOut([
        ['Ratio of ours to the peer', ...RATIO_COLUMNS.map(([heading]) => heading)],
        ...ratios.map((it) => [
          `${it.scene}: ${it.ours} / ${it.peer}`,
          ...RATIO_COLUMNS.map(([, figure, digits]) => cell(it[figure], digits)),
        ]),
      ]),
    );
  parts.push(LEGEND);
  return parts.join('\n\n');
}

/** One line about one turn, printed as it ends. */
export function formatRound(round) {
  const head = `round ${round.round} ${round.scene} ${round.contestant}:`;
  if (round.error) return `${head} FAILED: ${round.error}`;
  const { live, picture, calibration } = round;
  return [
    head,
    `${(live.cpuSeconds / live.programmeSeconds).toFixed(2)} CPU s/s`,
    `(calibration ${calibration.cpuSeconds.toFixed(2)} s),`,
    `PSS ${live.peakPssMb.toFixed(0)} MB,`,
    `${live.frames}/${live.expectedFrames} frames,`,
    `SSIM ${cell(picture?.ssim, 4)},`,
    `${live.videoKbps.toFixed(0)} kbps,`,
    `first packet ${live.firstPacketMs.toFixed(0)} ms ${round.cold ? 'cold' : 'warm'},`,
    `skipped ${cell(live.own.skipped, 0)}, lagged ${cell(live.own.lagged, 0)}`,
    ...(live.exit === '0' ? [] : [`(exit: ${live.exit})`]),
  ].join(' ');
}

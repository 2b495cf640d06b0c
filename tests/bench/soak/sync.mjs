import { run } from '../run.mjs';
import { median } from '../summary.mjs';

/** The middle of the test picture's flash, as in its drawing: 8 % × 14 % of the picture at 2 % / 4 %. */
const FLASH = 'crop=iw*0.04:ih*0.08:iw*0.04:ih*0.07';
/** Luma between the white bar under it (75 %) and the flash. */
const FLASH_LUMA = 208;
/** Flash and beep come once a second. */
const APART_SECONDS = 0.5;

/**
 * How much later the beep of the test picture is heard than its flash is seen, ms; median over the
 * file, null where there are none.
 * @param {string} file
 */
export async function soundDelayMs(file) {
  const { stderr } = await run('ffmpeg', [
    ...['-hide_banner', '-nostats', '-copyts', '-i', file],
    '-filter_complex',
    `[0:v]${FLASH},signalstats,metadata=print:key=lavfi.signalstats.YAVG[v];[0:a]silencedetect=noise=-34dB:d=0.3[a]`,
    ...['-map', '[v]', '-f', 'null', '-', '-map', '[a]', '-f', 'null', '-'],
  ]);
  const beeps = [...stderr.matchAll(/silence_end: ([\d.]+)/g)].map((it) => Number(it[1]));
  const luma = [...stderr.matchAll(/pts_time:([\d.]+)[\s\S]*?YAVG=([\d.]+)/g)].map((it) => ({
    at: Number(it[1]),
    bright: Number(it[2]) > FLASH_LUMA,
  }));
  const flashes = luma.filter((it, index) => it.bright && luma[index - 1]?.bright === false);
  const delays = flashes.flatMap(({ at }) => {
    const near = beeps.filter((beep) => Math.abs(beep - at) < APART_SECONDS);
    return near.length === 1 ? [(near[0] - at) * 1000] : [];
  });
  return median(delays);
}

#!/usr/bin/env node
/** `npm run soak`: a long broadcast whose memory, handles and sound have to stay where they are. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { soak } from '../tests/bench/soak/index.mjs';

const HELP = `npm run soak -- [options]
  --minutes N   of broadcast in real time (5); two hours: --minutes 120
  --out FILE    results as JSON (bench/results-soak.json, and its table into docs/bench.md,
                for 5 minutes or more)
  --keep        keep the working folder`;

const project = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    out: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => controller.abort());
  const minutes = Number(values.minutes);
  try {
    if (!(minutes >= 1 && minutes <= 24 * 60)) throw new Error('--minutes wants 1 to 1440');
    const isWhole = minutes >= 5;
    process.exitCode = await soak(
      {
        ...{ minutes, keep: values.keep },
        out: values.out ?? (isWhole ? join(project, 'bench', 'results-soak.json') : undefined),
        docs: isWhole ? join(project, 'docs', 'bench.md') : undefined,
      },
      controller.signal,
    );
  } catch (error) {
    console.error(`soak: ${error.message}`);
    process.exitCode = 1;
  }
}

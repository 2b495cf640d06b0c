import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { decodeErrors, probe } from '../support/ffprobe.ts';
import { NginxRtmp } from '../support/nginxRtmp.ts';
import { StudioApp } from '../support/studioApp.ts';

/** Longest that a fragment of the recording stays open, ms: one group of pictures. */
const GOP_MS = 2_000;

test('the output is killed on air: the push comes back, what was recorded can be read', async () => {
  const server = await NginxRtmp.create();
  const app = await StudioApp.launch({
    args: (folder) => [
      ...['--go-live', '--to', server.url('show'), '--seconds', '12', '--no-window'],
      ...['--record', `${folder}/show.mp4`, '--report', `${folder}/report.json`],
    ],
  });
  try {
    await app.said('on air: ');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await app.killAndAwaitNext('output');
    await app.said('back on air');
    await app.exited;

    const names = (await readdir(app.folder)).filter((name) => name.endsWith('.mp4')).sort();
    expect(names).toHaveLength(2);
    const lengths = await Promise.all(
      names.map(async (name) => {
        const file = join(app.folder, name);
        expect(await decodeErrors(file)).toBe('');
        const { video, audio } = await probe(file);
        expect(audio?.packets.length).toBeGreaterThan(0);
        return video?.packets.at(-1)?.ptsMs ?? 0;
      }),
    );
    for (const length of lengths) expect(length).toBeGreaterThan(5_000 - GOP_MS - 1_000);
    const arrived = await server.recordings('show');
    expect(arrived).toHaveLength(2);
    for (const file of arrived) expect(await decodeErrors(file)).toBe('');
  } finally {
    await app.close();
    await server.remove();
  }
});

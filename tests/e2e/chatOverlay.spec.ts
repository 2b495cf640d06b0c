import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { _electron, expect, test } from '@playwright/test';
import type { OverlayFeed } from '../../common/chat/overlay.ts';
import { defaultShow, type ShowNames } from '../../common/show/defaults.ts';
import { newItem } from '../../common/show/new.ts';
import { chatSource, feedOf, orderItem, textItem } from '../support/chatFeeds.ts';
import { electronPath, projectRoot, sandboxSwitches } from '../support/electronPath.ts';
import { decodeErrors } from '../support/ffprobe.ts';
import { until } from '../support/nginxRtmp.ts';
import { LONGEST_MS } from '../support/pace.ts';
import { freshHome } from '../support/studioApp.ts';

const SIZE = { width: 320, height: 180 };
const run = promisify(execFile);

/** How many pixels of each tenth of a second's frame are light. */
async function lightOf(file: string): Promise<number[]> {
  const { stdout } = await run(
    'ffmpeg',
    [...['-v', 'error', '-i', file, '-r', '10', '-pix_fmt', 'gray', '-f', 'rawvideo', '-']],
    { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 },
  );
  const pixels = SIZE.width * SIZE.height;
  return Array.from(
    { length: Math.floor(stdout.length / pixels) },
    (_, at) => stdout.subarray(at * pixels, (at + 1) * pixels).filter((it) => it > 200).length,
  );
}

function showWithChat() {
  const names = new Proxy({}, { get: (_names, key) => String(key) }) as ShowNames;
  const show = defaultShow(names, SIZE.width, SIZE.height, 30);
  const [scene] = show.scenes;
  if (!scene) throw new Error('no scene');
  const source = chatSource({ ...SIZE, theme: 'paper', fontSizePx: 20 });
  scene.items = [newItem('item', source.id, { x: 0, y: 0, ...SIZE })];
  show.sources = { [source.id]: source };
  const { master } = show.mixer.strips;
  if (!master) throw new Error('no master');
  show.mixer.strips = { master };
  return show;
}

test('what is said in the room is in the recorded file, and what is deleted is not', async () => {
  const { home, env } = await freshHome();
  const file = join(home, 'show.mp4');
  await writeFile(join(home, 'show.json'), JSON.stringify(showWithChat()));
  const app = await _electron.launch({
    timeout: LONGEST_MS,
    executablePath: electronPath(),
    args: [
      ...[...sandboxSwitches(), projectRoot, '--no-window', '--seconds', '60'],
      ...['--show', join(home, 'show.json'), '--record', file, '--video-kbps', '600'],
    ],
    env,
  });
  try {
    const child = app.process();
    let printed = '';
    const ended = new Promise((resolve) => child.once('exit', resolve));
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => {
        printed += data;
      });
    const tell = (feed: OverlayFeed) =>
      app.evaluate(({ webContents }, it) => {
        const stage = webContents
          .getAllWebContents()
          .find((one) => one.getURL() === 'app://stage/');
        stage?.send('stage:order', { type: 'chat', feed: it });
      }, feed);
    const message = textItem('晚风', '今晚的第一条消息 🎉');
    await until(
      async () => printed.includes('recording: ') || child.exitCode !== null,
      'recording',
    );
    await tell(feedOf());
    await tell(feedOf([message]));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await tell(feedOf([orderItem({ order: 'delete', id: message.id })]));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await app.evaluate(({ app: it }) => it.quit());
    await ended;
    expect(await decodeErrors(file), printed).toBe('');
    const light = await lightOf(file);
    const shown = light.map((pixels) => pixels > 3000);
    // Nothing, then the message on its plate for about two seconds, then nothing.
    const first = shown.indexOf(true);
    const last = shown.lastIndexOf(true);
    expect(first, light.join()).toBeGreaterThan(-1);
    expect(last - first, light.join()).toBeGreaterThan(8);
    expect(last, light.join()).toBeLessThan(shown.length - 1);
    expect(light.at(-1)).toBe(0);
  } finally {
    await app.close().catch(() => {});
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './electronPath.ts';
import { WINDOW } from './studioApp.ts';

const run = promisify(execFile);

/**
 * Keeps a picture of the whole window in `test-results/screenshots/`. It is taken from the screen:
 * the ui and the stage's picture are two views, and no page can see both.
 */
export async function keepScreenshot(name: string): Promise<string> {
  const file = resolve(projectRoot, 'test-results/screenshots', `${name}.png`);
  await mkdir(dirname(file), { recursive: true });
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'x11grab', '-draw_mouse', '0'],
    ...['-video_size', `${WINDOW.width}x${WINDOW.height}`, '-i', `${process.env.DISPLAY}+0,0`],
    ...['-frames:v', '1', file],
  ]);
  return file;
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { run } from '../run.mjs';
import { IMAGES, VIDEOS } from './loads.mjs';

/**
 * Makes what the layouts show: PNGs and silent H.264 files of 640×360 at 30 fps, each another one.
 * @param {string} folder
 * @returns {Promise<{ images: string[], videos: string[], cameras: string[] }>}
 */
export async function makeFiles(folder) {
  const images = [];
  for (let at = 0; at < IMAGES; at++) {
    const file = join(folder, `image-${at + 1}.png`);
    const lavfi = `testsrc2=s=640x360,hue=h=${at * 20},format=rgba`;
    await run('ffmpeg', [
      ...['-v', 'error', '-y', '-f', 'lavfi', '-i', lavfi, '-frames:v', '1', '-update', '1', file],
    ]);
    images.push(file);
  }
  const videos = [];
  for (let at = 0; at < VIDEOS; at++) {
    const file = join(folder, `video-${at + 1}.mp4`);
    await run('ffmpeg', [
      ...['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=s=640x360:r=30,hue=h=${at * 60}`],
      ...['-t', '4', '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '1500k', '-g', '30'],
      ...['-pix_fmt', 'yuv420p', '-movflags', '+faststart', file],
    ]);
    videos.push(file);
  }
  return { images, videos, cameras: [] };
}

/** `documents.ts` as plain JavaScript, with what it takes from `common/`. */
export async function loadDocuments(/** @type {string} */ folder) {
  const input = join(import.meta.dirname, 'documents.ts');
  const build = await rolldown({ input, platform: 'node', logLevel: 'silent' });
  const file = join(folder, 'documents', 'documents.mjs');
  await mkdir(join(folder, 'documents'), { recursive: true });
  await build.write({ file, format: 'esm', codeSplitting: false });
  await build.close();
  return /** @type {typeof import('./documents.ts')} */ (await import(file));
}

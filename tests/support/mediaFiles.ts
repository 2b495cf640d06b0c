import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', '-y', ...args]);

/** Which frame of `counted` (0..109) a luma of its left half is: two steps for each, from 16. */
export const frameOf = (luma: number): number => Math.round((luma - 16) / 2);

/** A beep of 1 kHz for 100 ms from each whole second on. */
const BEEP = "aevalsrc='if(lt(mod(t,1),0.1),0.5*sin(2*PI*1000*t),0)'";

/** Frames that count in the left half; the right half flashes for 100 ms from each whole second on. */
const counted = (fps: number) =>
  `geq=lum='if(lt(X,W/2),16+2*mod(N,110),if(lt(mod(N,${fps}),${fps}/10),235,16))':cb=128:cr=128`;

/** A film of `seconds` that counts, flashes and beeps. */
export async function countedFilm(
  folder: string,
  name: string,
  { seconds = 4, fps = 30, size = '160x90', rate = 44_100, more = [] as string[] } = {},
): Promise<void> {
  const video = ['-f', 'lavfi', '-i', `color=black:s=320x180:r=${fps}:d=${seconds}`];
  const audio = ['-f', 'lavfi', '-i', `${BEEP}:s=${rate}:d=${seconds}`];
  const codecs = name.endsWith('.webm')
    ? ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus']
    : ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '10', '-g', `${fps}`, '-c:a', 'aac'];
  const filter = [
    '-vf',
    `${counted(fps)},scale=${size.replace('x', ':')},setsar=1,format=yuv420p`,
    '-ac',
    '2',
  ];
  await ffmpeg(...video, ...audio, ...filter, ...codecs, ...more, join(folder, name));
}

/** Red on the left, see-through on the right, half see-through green below; VP9 with alpha, 1 s. */
export async function seeThroughFilm(folder: string, name: string): Promise<void> {
  const red = "r='if(lt(Y,H/2),255,0)':g='if(lt(Y,H/2),0,255)':b=0";
  const alpha = "a='if(lt(Y,H/2),if(lt(X,W/2),255,0),128)'";
  await ffmpeg(
    ...['-f', 'lavfi', '-i', 'color=black:s=160x90:r=30:d=1,format=rgba'],
    ...['-vf', `geq=${red}:${alpha},format=yuva420p`, '-c:v', 'libvpx-vp9', '-auto-alt-ref', '0'],
    ...['-deadline', 'realtime', '-cpu-used', '8', join(folder, name)],
  );
}

/** A film in a coding that the studio cannot play: MPEG-4 part 2. */
export const oldFilm = (folder: string, name: string) =>
  ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=160x90:d=1', '-c:v', 'mpeg4', join(folder, name));

/** A tone of 440 Hz, in the format that the name says. */
export async function tone(folder: string, name: string, seconds = 2): Promise<void> {
  const sine = `sine=frequency=440:sample_rate=48000:duration=${seconds}`;
  await ffmpeg('-f', 'lavfi', '-i', sine, '-ac', '2', join(folder, name));
}

/** The first part of a file, 0..1. */
export async function truncated(folder: string, from: string, name: string, part: number) {
  const bytes = await readFile(join(folder, from));
  await writeFile(join(folder, name), bytes.subarray(0, Math.floor(bytes.length * part)));
}

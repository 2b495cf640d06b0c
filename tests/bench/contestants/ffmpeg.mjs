import { compositionGraph, makeTextFile } from '../media.mjs';
import { run } from '../run.mjs';
import { cleanEnv } from './contestant.mjs';

/** `ffmpeg` doing an equal composition. @type {import('./contestant.mjs').Contestant} */
export const ffmpeg = {
  name: 'ffmpeg',
  endsByItself: true,

  version: () =>
    run('ffmpeg', ['-version']).then(
      ({ stdout }) => stdout.toString().split(' ').slice(0, 3).join(' '),
      () => null,
    ),

  async prepare(job) {
    const { scene, media } = job;
    const video = `${scene.videoKbps}k`;
    const gop = String(scene.gopSeconds * scene.fps);
    const args = [
      ...['-hide_banner', '-nostdin', '-v', 'info'],
      ...['-re', '-stream_loop', '-1', '-i', media.camera, '-i', media.logo],
      ...['-re', '-stream_loop', '-1', '-i', media.tone],
      ...['-filter_complex', compositionGraph(scene, media, await makeTextFile(scene, job.folder))],
      ...['-map', '[out]', '-map', '2:a', '-r', String(scene.fps)],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-profile:v', 'high'],
      ...['-b:v', video, '-maxrate', video, '-bufsize', video],
      ...['-g', gop, '-keyint_min', gop, '-sc_threshold', '0'],
      ...['-c:a', 'aac', '-b:a', `${scene.audioKbps}k`, '-ar', '48000', '-ac', '2'],
      ...['-t', String(job.seconds), '-f', 'flv', `${job.server}/${job.key}`],
    ];
    return { command: 'ffmpeg', args, env: cleanEnv(job) };
  },

  async report(_job, output) {
    const last = (/** @type {RegExp} */ pattern) => {
      const found = [...output.matchAll(pattern)].at(-1)?.[1];
      return found === undefined ? null : Number(found);
    };
    return {
      composed: last(/frame=\s*(\d+)/g),
      skipped: last(/drop=\s*(\d+)/g) ?? 0,
      lagged: null,
    };
  },
};

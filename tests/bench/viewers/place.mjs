import { spawn } from 'node:child_process';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, until } from '../run.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const KEY = 'bench-key-0123456789';
/** Of the file that is pushed again and again, seconds. */
const LOOP_SECONDS = 12;

/** A steady stream, encoded once: pushing it costs next to nothing. */
export async function makeStream(folder, { size, kbps }) {
  const file = join(folder, 'stream.flv');
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=${size}:r=30,noise=alls=20:allf=t`],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', String(LOOP_SECONDS)],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ...['-g', '60', '-keyint_min', '60', '-sc_threshold', '0'],
    ...['-b:v', `${kbps}k`, '-minrate', `${kbps}k`, '-maxrate', `${kbps}k`],
    ...['-bufsize', `${kbps / 2}k`, '-nal-hrd', 'cbr', '-c:a', 'aac', '-b:a', '96k', file],
  ]);
  return { file, bytesPerSecond: (await stat(file)).size / LOOP_SECONDS };
}

/** The server on its own, with a publisher. */
export async function openServer(folder, file) {
  const keyFile = join(folder, 'key');
  await writeFile(keyFile, KEY);
  const server = spawn(
    process.execPath,
    [
      join(root, 'dist/main/server.mjs'),
      ...['--rtmp-port', '0', '--http-port', '0', '--key-file', keyFile, '--show-push-url'],
      ...['--max-viewers', '100000'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  server.stdout.on('data', (data) => {
    printed += data;
  });
  const found = (pattern) => pattern.exec(printed)?.[1];
  const ended = new Promise((resolve) => server.on('close', resolve));
  await until(() => found(/watch (http:\S+)\n/), 'the server');
  const port = Number(new URL(found(/watch (http:\S+)\n/) ?? '').port);
  const pusher = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-re', '-stream_loop', '-1', '-i', file, '-c', 'copy'],
      ...['-f', 'flv', found(/push {2}(rtmp:\S+)/) ?? ''],
    ],
    { stdio: 'ignore' },
  );
  const pushed = new Promise((resolve) => pusher.on('close', resolve));
  await until(
    async () =>
      (await (await fetch(`http://127.0.0.1:${port}/api/stream/live`)).json()).live === true,
    'the stream',
  );
  return {
    port,
    pid: server.pid ?? 0,
    /** What admission said last of why there was no room. */
    fullBecause: () => [...printed.matchAll(/play: full \((\w+)\): (.+)\n/g)].at(-1)?.slice(1, 3),
    async stop() {
      pusher.kill('SIGKILL');
      server.kill('SIGTERM');
      await Promise.all([ended, pushed]);
    },
  };
}

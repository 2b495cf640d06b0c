import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type RunningServer, type ServerOptions, startServer } from '../../../main/server/index.ts';

export const publishKey = 'test-key-0123456789';
export const hourFromNow = () => Math.floor(Date.now() / 1000) + 3600;

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A fresh folder that is removed by `cleanUp`. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'anchor-server-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const cleanUps: (() => unknown)[] = [];

/** Ends all that this file's tests have started. */
export async function cleanUp(): Promise<void> {
  for (const undo of cleanUps.splice(0).reverse()) await undo();
}

let watchFolder: Promise<string> | null = null;

/** The real viewer page, built once per test file. */
export function builtWatchPage(): Promise<string> {
  watchFolder ??= tempFolder().then(async (outDir) => {
    await build({
      root: join(root, 'renderer/watch'),
      configFile: false,
      logLevel: 'error',
      build: { outDir, emptyOutDir: true, target: 'es2022' },
    });
    return outDir;
  });
  return watchFolder;
}

export type TestServer = RunningServer & { readonly lines: string[]; readonly httpUrl: string };

export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const lines: string[] = [];
  const started = await startServer({
    rtmpPort: 0,
    httpPort: 0,
    publishKey,
    watchFolder: options.watchFolder ?? (await builtWatchPage()),
    log: (line) => lines.push(line),
    ...options,
  });
  if (!started.ok) throw new Error(started.error.message);
  cleanUps.push(() => started.value.close());
  return { ...started.value, lines, httpUrl: `http://127.0.0.1:${started.value.httpPort}` };
}

export type Run = {
  readonly child: ChildProcess;
  readonly done: Promise<{ code: number | null; stderr: string; stdout: string }>;
  stop(): Promise<void>;
};

/** Starts a program and keeps what it prints. */
export function run(program: string, args: string[], env = process.env): Run {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data) => (stdout += data));
  child.stderr?.on('data', (data) => (stderr += data));
  const done = new Promise<{ code: number | null; stderr: string; stdout: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stderr, stdout })),
  );
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await done;
  };
  cleanUps.push(stop);
  return { child, done, stop };
}

/** Publishes a test picture (and tone) in real time, or `speed` times as fast. */
export function publish(
  url: string,
  options: {
    seconds?: number;
    audio?: boolean;
    kbps?: number;
    bFrames?: boolean;
    speed?: number;
    /** Of the test picture, pixels. */
    size?: string;
  } = {},
): Run {
  const { seconds = 60, audio = true, kbps = 400, speed = 1, size = '320x180' } = options;
  const pace = ['-readrate', String(speed)];
  // Noise does not compress: only it fills a high rate.
  const picture =
    kbps > 5000
      ? 'nullsrc=s=640x360:r=30,geq=random(1)*255:128:128'
      : `testsrc=size=${size}:rate=30`;
  const tone = audio ? [...pace, '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'] : [];
  return run('ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error'],
    ...[...pace, '-f', 'lavfi', '-i', picture],
    ...tone,
    ...['-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...(options.bFrames ? ['-bf', '2'] : ['-tune', 'zerolatency']),
    ...['-pix_fmt', 'yuv420p', '-g', '30', '-b:v', `${kbps}k`],
    ...(audio ? ['-c:a', 'aac', '-b:a', '96k'] : []),
    ...['-f', 'flv', url],
  ]);
}

/** Waits until `test` gives something, asking often; fails loudly after `withinMs`. */
export async function until<T>(
  what: string,
  test: () => Promise<T | undefined | false | null> | T | undefined | false | null,
  withinMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await test();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function streamInfo(server: TestServer, name = 'live') {
  const response = await fetch(`${server.httpUrl}/api/stream/${name}`);
  return (await response.json()) as { live: boolean; viewers: number; startedAtMs: number | null };
}

export const untilLive = (server: TestServer, name = 'live') =>
  until(`${name} is live`, async () => (await streamInfo(server, name)).live);

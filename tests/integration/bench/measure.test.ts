import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawFilter } from '../../bench/counter.mjs';
import { comparePictures, probe } from '../../bench/picture.mjs';
import { watchTree } from '../../bench/process-tree.mjs';
import { startRelay } from '../../bench/relay.mjs';
import { startRtmpServer } from '../../bench/rtmp-server.mjs';
import { run, until } from '../../bench/run.mjs';
import { SCENES } from '../../bench/scene.mjs';
import { median, ratios, summarise } from '../../bench/summary.mjs';

const scene = SCENES['720p30'];
const FRAMES = 60;
const picture = [
  ...['-f', 'lavfi', '-i', `testsrc2=s=1280x720:r=30,${drawFilter()},format=yuv420p`],
  ...['-frames:v', String(FRAMES)],
];
let folder = '';
let server: {
  readonly port: number;
  recordingOf(key: string): Promise<string>;
  stop(): Promise<void>;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchor-bench-test-'));
  server = await startRtmpServer(folder);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test('every picture that passes the relay is seen, recorded and compared with its own reference', async () => {
  const reference = join(folder, 'reference.yuv');
  await run('ffmpeg', ['-v', 'error', ...picture, '-f', 'rawvideo', reference]);
  const relay = await startRelay(server.port);
  await run('ffmpeg', [
    ...['-v', 'error', '-re', ...picture, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30'],
    ...['-bf', '0', '-crf', '12', '-f', 'flv', `rtmp://127.0.0.1:${relay.port}/live/one`],
  ]);
  const recording = await server.recordingOf('one');
  await relay.stop();

  const { arrivals } = relay;
  expect(arrivals.connections).toBe(1);
  expect(arrivals.frames).toHaveLength(FRAMES);
  const { times, video } = await probe(recording);
  expect(times).toHaveLength(FRAMES);
  expect(video).toContain('h264');
  const stamps = arrivals.frames.map((it: { timestampMs: number }) => it.timestampMs);
  expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
  expect(stamps.at(-1)).toBeCloseTo(((FRAMES - 1) * 1000) / 30, -1);

  const compared = await comparePictures(recording, reference, scene, 10);
  expect(compared).toMatchObject({ compared: 50, unread: 0, fresh: 50, settled: 50 });
  expect(compared.ssim).toBeGreaterThan(0.97);

  // Against other pictures the same recording must look worse.
  const negative = join(folder, 'negative.yuv');
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', '1280x720', '-i', reference],
    ...['-vf', 'negate', '-f', 'rawvideo', negative],
  ]);
  expect((await comparePictures(recording, negative, scene, 10)).ssim).toBeLessThan(0.9);
});

test('the CPU time of a whole tree is counted, children that came and went included', async () => {
  const burn = 'const end = Date.now() + 400; while (Date.now() < end);';
  const once = `"${process.execPath}" -e "${burn}"`;
  // Bursts too short for the sampler, two longer runs, then the shell's own account of them all.
  const short = 'i=0; while [ $i -lt 20 ]; do head -c 3000000 /dev/zero | cksum; i=$((i+1)); done';
  // And one that is there for several looks at the memory, however late they come.
  const idle = `"${process.execPath}" -e "setTimeout(Boolean, 1500)"`;
  const child = spawn('sh', ['-c', `${idle}; ${once}; ${once}; ${short}; sleep 0.6; times`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  const from = performance.now();
  const tree = watchTree(child.pid ?? 0);
  expect(await until(() => !tree.isAlive(), 20_000)).toBe(true);
  const { cpuTotal, peakPssMb } = tree.stop();
  const told = [...output.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds))
    .reduce((sum, it) => sum + it, 0);
  expect(told).toBeGreaterThan(0.3);
  expect(cpuTotal / told).toBeGreaterThan(0.9);
  expect(cpuTotal / told).toBeLessThan(1.1);
  expect(tree.cpuBetween(from, performance.now())).toBeCloseTo(cpuTotal, 1);
  expect(peakPssMb).toBeGreaterThan(5);
});

test('what a tree leaves behind is ended by its own pid', async () => {
  const child = spawn('sh', ['-c', 'sleep 60 & sleep 60'], { detached: true, stdio: 'ignore' });
  const tree = watchTree(child.pid ?? 0);
  child.kill('SIGKILL');
  expect(tree.isAlive()).toBe(true);
  tree.kill('SIGKILL');
  expect(await until(() => !tree.isAlive(), 5000)).toBe(true);
  tree.stop();
});

test('ratios compare the same round, and failed turns are left out', () => {
  const turn = (round: number, contestant: string, cpuSeconds: number | null) => ({
    round,
    scene: 'x',
    contestant,
    calibration: { cpuSeconds: 1 },
    ...(cpuSeconds === null
      ? { error: 'no picture' }
      : { live: { cpuSeconds, programmeSeconds: 2, steadySeconds: 2, own: {} } }),
  });
  const rounds = [
    ...[turn(1, 'ours', 1), turn(2, 'ours', 3), turn(3, 'ours', null)],
    ...[turn(1, 'peer', 2), turn(2, 'peer', 4), turn(3, 'peer', 100)],
  ];
  expect(ratios(rounds, ['ours'], ['peer'])[0]).toMatchObject({ cpuPerSecond: 0.625 });
  expect(summarise(rounds).x?.ours).toMatchObject({ rounds: 2, cpuPerSecond: 1, ssim: null });
  expect(median([])).toBeNull();
});

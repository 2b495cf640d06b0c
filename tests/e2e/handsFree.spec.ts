import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Receipt } from '../../main/live/receipt.ts';
import { decodeErrors, isMonotonic, offGrid, placesOf, probe } from '../support/ffprobe.ts';
import { HandsFree } from '../support/handsFree.ts';
import { NginxRtmp } from '../support/nginxRtmp.ts';
import { STRICT } from '../support/pace.ts';
import { boxesOf } from '../support/probe.ts';
import { SMALL_PICTURE } from '../support/small.ts';

const SECRET = 'k3y-Th4t-n0b0dy-may-see';

/** Every process below `pid`, with its command line. */
function descendants(pid: number): string[] {
  const table = execFileSync('ps', ['-e', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, own, parent, args]) => ({
      pid: Number(own),
      parent: Number(parent),
      args: args ?? '',
    }));
  const below = (parent: number): string[] =>
    table.filter((it) => it.parent === parent).flatMap((it) => [it.args, ...below(it.pid)]);
  return below(pid);
}

async function expectArrived(file: string, frames: number): Promise<void> {
  expect(await decodeErrors(file)).toBe('');
  const { video, audio } = await probe(file);
  if (!video || !audio) throw new Error(`${file} lacks a track`);
  expect(video.codec).toBe('h264');
  expect(audio.codec).toBe('aac');
  expect(video.packets).toHaveLength(frames);
  expect(isMonotonic(video) && isMonotonic(audio)).toBe(true);
}

const finite = expect.any(Number);
const processes = ['main', 'stage', 'gpu', 'ui', 'output', 'server'];

/** Every field that a receipt is promised to have. */
function expectWhole(receipt: Receipt): void {
  expect(receipt).toMatchObject({
    electron: expect.stringMatching(/^\d+\.\d+\.\d+/),
    engine: 'builtin',
    compositor: expect.stringMatching(/^(webgl2|planar)$/),
    videoCodec: expect.stringMatching(/^avc1\.[0-9a-f]{6}$/),
    size: expect.stringMatching(/^\d+x\d+$/),
    fps: 30,
    video: { composed: finite, encoded: finite, skipped: finite },
    audio: { encodedFrames: finite },
    startToFirstPacketMs: finite,
    cpuSeconds: Object.fromEntries(processes.map((name) => [name, finite])),
    peakRssMb: Object.fromEntries(processes.map((name) => [name, finite])),
  });
  for (const destination of receipt.destinations)
    expect(destination).toMatchObject({
      url: expect.stringMatching(/^rtmp:\/\/127\.0\.0\.1:\d+\/live\/\*\*\*$/),
      state: 'stopped',
      connectMs: finite,
      packetsSent: finite,
      bytesSent: finite,
      bytesAcknowledged: finite,
      dropped: 0,
      reconnects: 0,
      offAirMs: 0,
    });
  expect(receipt.startToFirstPacketMs).toBeGreaterThan(0);
}

test('to the embedded server, with the two commands of the README', async () => {
  const run = await HandsFree.start(
    [
      ...['--go-live', '--seconds', '3', '--record', 'show.mp4', '--report', 'report.json'],
      '--no-window',
    ],
    { throughStart: true },
  );
  try {
    await run.said('watch: http://127.0.0.1:');
    await run.said('room: http://127.0.0.1:');
    const pages = descendants(run.child.pid ?? 0).filter((args) =>
      args.includes('--type=renderer'),
    );
    expect(pages).toHaveLength(1);
    expect(await run.exited, run.stderr).toBe(0);
    const receipt = await run.receipt();
    expectWhole(receipt);
    expect(receipt.size).toBe('1280x720');
    expect(receipt.uiRestarts).toBe(0);
    expect(receipt.cpuSeconds.ui).toBe(0);
    expect(receipt.cpuSeconds.stage).toBeGreaterThan(0);
    const { encoded, skipped } = receipt.video;
    // Programme time passes at 30 frames a second, whatever the machine can do of it; it also takes its time to stop.
    expect((encoded + skipped) / 30).toBeGreaterThan(2.5);
    expect((encoded + skipped) / 30).toBeLessThan(STRICT ? 4.5 : 30);
    expect(receipt.destinations).toHaveLength(1);
    expect(receipt.destinations[0]?.videoPacketsSent).toBe(encoded);
    expect(receipt.recording).toMatchObject({ file: run.path('show.mp4'), videoFrames: encoded });
    await expectArrived(run.path('show.mp4'), encoded);
    const everything = run.stdout + run.stderr + (await readFile(run.path('report.json'), 'utf8'));
    expect(everything).not.toMatch(/txSecret=[0-9a-f]/i);
  } finally {
    await run.remove();
  }
});

test('to two nginx at once: every frame at both, keys nowhere', async () => {
  const servers = [await NginxRtmp.create(), await NginxRtmp.create()];
  const urls = servers.map((server) => server.url(`show?key=${SECRET}`));
  const run = await HandsFree.start([
    ...['--go-live', ...urls.flatMap((url) => ['--to', url]), '--seconds', '4', ...SMALL_PICTURE],
    ...['--record', 'show.mp4', '--report', 'report.json', '--no-window'],
  ]);
  try {
    expect(await run.exited, run.stderr).toBe(0);
    const receipt = await run.receipt();
    expectWhole(receipt);
    const { encoded, skipped } = receipt.video;
    if (STRICT) expect(skipped).toBe(0);
    expect(encoded).toBeGreaterThan(0);
    expect(receipt.destinations.map((it) => it.videoPacketsSent)).toEqual([encoded, encoded]);
    expect(receipt.cpuSeconds.server).toBe(0);
    for (const server of servers) {
      const files = await server.recordings('show');
      expect(files).toHaveLength(1);
      await expectArrived(files[0] ?? '', encoded);
      const { video } = await probe(files[0] ?? '');
      // What was skipped is missed where it was; all else stands on the grid of 30 a second.
      expect(video && offGrid(video, 30)).toEqual([]);
      const places = video ? placesOf(video, 30) : 0;
      expect(places).toBeGreaterThanOrEqual(encoded);
      expect(places).toBeLessThanOrEqual(encoded + skipped);
    }
    await expectArrived(run.path('show.mp4'), encoded);
    const boxes = await boxesOf(run.path('show.mp4'));
    expect(boxes).not.toContain('moof');
    const everything = run.stdout + run.stderr + (await readFile(run.path('report.json'), 'utf8'));
    expect(everything).not.toContain(SECRET);
    expect(everything).toContain('/live/***');
  } finally {
    await run.remove();
    for (const server of servers) await server.remove();
  }
});

test('Ctrl-C stops cleanly, with a finished recording', async () => {
  const run = await HandsFree.start(
    [
      ...['--go-live', '--no-window', '--record', 'show.mp4', '--report', 'report.json'],
      ...SMALL_PICTURE,
    ],
    { throughStart: true },
  );
  try {
    await run.said('recording: ');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    run.child.kill('SIGINT');
    expect(await run.exited, run.stderr).toBe(0);
    expect(run.stdout).toContain('stopping: SIGINT');
    const { video } = await run.receipt();
    await expectArrived(run.path('show.mp4'), video.encoded);
    expect(await boxesOf(run.path('show.mp4'))).not.toContain('moof');
  } finally {
    await run.remove();
  }
});

/** Options, exit status, and what the one line says. */
const failures: [string, (folder: string) => string[], number, RegExp][] = [
  [
    'unknown host',
    () => ['--go-live', '--to', `rtmp://no-such-host.invalid/live/${SECRET}`, '--no-window'],
    1,
    /no-such-host\.invalid/,
  ],
  [
    'refused port',
    () => ['--go-live', '--to', `rtmp://127.0.0.1:1/live/${SECRET}`, '--no-window'],
    1,
    /refused.*127\.0\.0\.1:1|127\.0\.0\.1:1.*refused/,
  ],
  [
    'a show that is not there',
    () => ['--go-live', '--show', 'none.json', '--no-window'],
    1,
    /none\.json/,
  ],
  [
    'a broken show',
    (folder) => ['--go-live', '--show', join(folder, 'broken.json'), '--no-window'],
    1,
    /broken\.json/,
  ],
  [
    'a folder that is not there',
    () => ['--go-live', '--record', 'none/show.mp4', '--no-window'],
    1,
    /none\/show\.mp4.*folder does not exist/,
  ],
  [
    'a recording that is there',
    (folder) => ['--go-live', '--record', join(folder, 'there.mp4'), '--no-window'],
    1,
    /there\.mp4.*exists/,
  ],
  ['an unknown option', () => ['--go-live', '--fast'], 2, /--fast/],
  ['a bad value', () => ['--go-live', '--fps', '0'], 2, /--fps 0/],
];

for (const [what, options, status, line] of failures)
  test(`fails with one line: ${what}`, async () => {
    const run = await HandsFree.start((folder) => {
      writeFileSync(join(folder, 'broken.json'), '{"version": 1, "name": ');
      writeFileSync(join(folder, 'there.mp4'), 'mine');
      return [...options(folder), '--seconds', '2'];
    });
    try {
      expect(await run.exited).toBe(status);
      expect(run.errorLines).toHaveLength(1);
      expect(run.errorLines[0]).toMatch(line);
      expect(run.stdout + run.stderr).not.toContain(SECRET);
      expect(await readFile(run.path('there.mp4'), 'utf8')).toBe('mine');
    } finally {
      await run.remove();
    }
  });

test('fails with one line: a key that the server does not take', async () => {
  const host = await HandsFree.start(['--go-live', '--no-window', ...SMALL_PICTURE]);
  try {
    await host.said('on air: ');
    const server = /on air: (rtmp:\/\/[^/]+)/.exec(host.stdout)?.[1];
    const run = await HandsFree.start([
      ...['--go-live', '--to', `${server}/live/other?txSecret=${SECRET}&txTime=7FFFFFFF`],
      ...['--seconds', '2', '--no-window', '--report', 'report.json', ...SMALL_PICTURE],
    ]);
    try {
      expect(await run.exited).toBe(1);
      expect(run.errorLines).toHaveLength(1);
      expect(run.errorLines[0]).toMatch(/key|publish|secret|denied|rejected|refused/i);
      const report = await readFile(run.path('report.json'), 'utf8');
      expect(run.stdout + run.stderr + report).not.toContain(SECRET);
    } finally {
      await run.remove();
    }
    host.child.kill('SIGINT');
    expect(await host.exited, host.stderr).toBe(0);
    expect(host.stdout + host.stderr).not.toContain(SECRET);
  } finally {
    await host.remove();
  }
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import type { DestinationOrder, OutputEvent } from '../../../common/ipc/output.ts';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import { createPublisher } from '../../../main/output/publishers.ts';
import { OutputService } from '../../../main/output/service.ts';
import { endingOf } from '../../support/ending.ts';
import { decodeErrors, isMonotonic, probe } from '../../support/ffprobe.ts';
import { LaneSource } from '../../support/laneSource.ts';
import { freeTcpPort, NginxRtmp, until } from '../../support/nginxRtmp.ts';
import { within } from '../../support/pace.ts';
import { ShapedProxy } from '../../support/shapedProxy.ts';

const KBPS = [1_500, 700, 400];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'delivery-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const order = (url: string, more: Partial<DestinationOrder> = {}): DestinationOrder => ({
  kind: 'rtmp',
  url,
  backupUrl: null,
  token: null,
  codec: 'h264',
  adaptive: true,
  ...more,
});

type Told = DeliveryEvent & { readonly id: string; readonly atMs: number };

async function setUp(context: TestContext, kbps: readonly number[] = [KBPS[0] as number]) {
  const ending = endingOf(context);
  // What one test, or one try of it, has recorded is none of the next one's.
  const nginx = await NginxRtmp.create();
  ending(() => nginx.remove());
  const proxy = await ShapedProxy.start(nginx.port);
  ending(() => proxy.close());
  const told: Told[] = [];
  const states: Record<string, string> = {};
  const service = new OutputService({
    createPublisher,
    post: (event: OutputEvent) => {
      if (event.type === 'destination') states[event.id] = event.status.state;
      if (event.type === 'delivery')
        told.push({ ...event.event, id: event.id, atMs: performance.now() });
    },
  });
  ending(() => service.close());
  const source = await LaneSource.create(kbps);
  ending(() => source.stop());
  service.handle({ type: 'attachStage' }, source.port);
  return {
    nginx,
    proxy,
    service,
    source,
    states,
    told,
    start: (id: string, it: DestinationOrder) =>
      service.handle({ type: 'startDestination', id, ...it }),
    figures: (id: string) => {
      const figures = service.figures().destinations[id];
      if (!figures) throw new Error(`${id} was not started`);
      return figures;
    },
    event: (kind: DeliveryEvent['kind'], id = 'a', afterMs = 0) =>
      told.find((it) => it.kind === kind && it.id === id && it.atMs > afterMs),
  };
}

test.concurrent('a link at half the bitrate: one destination is lowered, the other is not; soon all is as chosen', async (context) => {
  const { nginx, proxy, service, source, states, start, figures, event } = await setUp(
    context,
    KBPS,
  );
  start('a', order(`rtmp://127.0.0.1:${proxy.port}/live/narrow`));
  start('b', order(nginx.url('wide')));
  await until(() => states.a === 'live' && states.b === 'live', 'both to be on air');
  await until(() => figures('a').videoPacketsSent > 30, 'a moment of calm');
  expect(figures('a').rung?.kbps).toBe(1_500);
  expect(figures('a').rttMs).toBeGreaterThanOrEqual(0);

  const narrowAtMs = performance.now();
  proxy.shape({ kbps: 850 });
  await until(() => event('lowered') !== undefined, 'the picture to be lowered');
  expect((event('lowered')?.atMs ?? 0) - narrowAtMs).toBeLessThan(within(3_000));
  await until(() => figures('a').rung?.kbps !== 1_500, 'the lane to be taken');
  expect(source.orders.at(-1)).toMatchObject({ main: true, lanes: [{ lane: 'low' }] });
  await until(() => figures('a').rttMs < 200 && figures('a').queueMs < 200, 'the queue to drain');

  const freeAtMs = performance.now();
  proxy.shape({ kbps: 0 });
  await until(() => event('full') !== undefined, 'all that was chosen', 15_000);
  expect((event('full')?.atMs ?? 0) - freeAtMs).toBeLessThan(within(15_000));
  await until(() => source.orders.at(-1)?.lanes.length === 0, 'the lane to end');

  source.stop();
  const wide = figures('b');
  expect([wide.dropped, wide.rung?.kbps]).toEqual([0, 1_500]);
  await service.close();
  for (const name of ['narrow', 'wide']) {
    const [file = ''] = await nginx.recordings(name);
    expect(await decodeErrors(file)).toBe('');
    const { video, audio } = await probe(file);
    expect([video, audio].every((track) => track && isMonotonic(track))).toBe(true);
    // All the sound, and no jump in the picture.
    expect(audio?.packets.length).toBe(figures(name === 'wide' ? 'b' : 'a').audioPacketsSent);
    const times = video?.packets.map(({ dtsMs }) => dtsMs) ?? [];
    const jumps = times.map((dtsMs, index) => dtsMs - (times[index - 1] ?? dtsMs));
    expect(Math.max(...jumps)).toBeLessThan(550);
  }
});

test.concurrent('a drill on one of eight: noticed and mended in the ordinary way, and the seven miss nothing', async (context) => {
  const { nginx, source, states, start, service, figures, event } = await setUp(context);
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  for (const id of ids) start(id, order(nginx.url(`drill-${id}`), { adaptive: false }));
  await until(() => ids.every((id) => states[id] === 'live'), 'all to be on air');
  await until(() => figures('a').videoPacketsSent > 60, 'two seconds of programme');
  service.handle({ type: 'drill', id: 'a', seconds: 4 });
  await until(() => event('lost') !== undefined, 'the loss to be noticed');
  expect((event('lost')?.atMs ?? 0) - (event('drillBegan')?.atMs ?? 0)).toBeLessThan(within(3_000));
  expect(event('lost')).toMatchObject({ error: { code: 'STALLED' } });
  const silentMs = Number(event('lost')?.error?.detail?.silentMs);
  expect(silentMs).toBeGreaterThan(1_500);
  expect(silentMs).toBeLessThan(within(3_000));
  await until(() => event('drillEnded') !== undefined, 'the drill to end');
  await until(() => event('back') !== undefined, 'it to be back');
  expect((event('back')?.atMs ?? 0) - (event('drillEnded')?.atMs ?? 0)).toBeLessThan(within(3_000));
  source.stop();
  expect(figures('a').dropped).toBeGreaterThan(0);
  for (const id of ids.slice(1)) {
    expect(states[id]).toBe('live');
    await until(() => figures(id).videoPacketsSent === source.frames, `${id} to have all`);
    expect(figures(id).dropped).toBe(0);
  }
});

test.concurrent('the backup takes over at once, then after a loss; the first URL comes back when told to', async (context) => {
  const { nginx, proxy, states, start, service, figures, event } = await setUp(context);
  const first = `rtmp://127.0.0.1:${proxy.port}/live/first`;
  proxy.refuse(true);
  start('a', order(first, { backupUrl: nginx.url('second') }));
  await until(() => states.a === 'live', 'the backup to be on air');
  expect(event('backup')).toBeDefined();
  proxy.refuse(false);
  service.handle({ type: 'retryNow', id: 'a' });
  await until(() => event('primary') !== undefined, 'the first URL');
  await until(
    () => figures('a').reconnects === 1 && figures('a').videoPacketsSent > 60,
    'programme',
  );
  const lostAtMs = performance.now();
  proxy.refuse(true);
  await until(() => event('backup', 'a', lostAtMs) !== undefined, 'the backup again');
  expect((event('backup', 'a', lostAtMs)?.atMs ?? 0) - lostAtMs).toBeLessThan(within(3_000));
});

test.concurrent('ffmpeg as a server gets it whole, and its answers are the round trip', async (context) => {
  const port = await freeTcpPort();
  const file = join(folder, 'listened.flv');
  const url = `rtmp://127.0.0.1:${port}/live/x`;
  const args = ['-v', 'error', '-listen', '1', '-i', url, '-c', 'copy', file];
  const program = 'ffmpeg';
  const server = spawn(program, args, { stdio: 'ignore' });
  endingOf(context)(() => server.kill('SIGKILL'));
  const { states, start, service, figures } = await setUp(context);
  // It serves one connection, so nobody may try whether it listens.
  for (let tries = 0; states.a !== 'live' && tries < 50; tries++) {
    start('a', order(url));
    await until(() => states.a === 'live' || states.a === 'failed', 'an answer');
    if (states.a === 'failed') await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await until(() => figures('a').videoPacketsSent > 45, 'some programme');
  expect(figures('a').rttMs).toBeGreaterThanOrEqual(0);
  expect(figures('a').ackedBps).toBeGreaterThan(100_000);
  const ended = once(server, 'exit');
  service.handle({ type: 'stopDestination', id: 'a' });
  await ended;
  expect(await decodeErrors(file)).toBe('');
});

test.concurrent('a file is a destination too, and one that cannot be written harms nobody', async (context) => {
  const { source, states, start, service, figures } = await setUp(context);
  const file = join(folder, 'aside.mp4');
  start('good', order(file, { kind: 'file' }));
  start('bad', order(join(folder, 'none', 'such.mp4'), { kind: 'file' }));
  await until(() => states.good === 'live' && states.bad === 'failed', 'both answers');
  await until(() => figures('good').videoPacketsSent > 30, 'a second');
  source.stop();
  service.handle({ type: 'stopDestination', id: 'good' });
  await until(() => states.good === 'stopped', 'the file to be finished');
  expect(await decodeErrors(file)).toBe('');
});

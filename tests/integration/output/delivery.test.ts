import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { OutputEvent } from '../../../common/ipc/output.ts';
import { createPublisher } from '../../../main/output/publishers.ts';
import { OutputService } from '../../../main/output/service.ts';
import { LaneSource } from '../../support/laneSource.ts';
import { NginxRtmp, until } from '../../support/nginxRtmp.ts';
import { ShapedProxy } from '../../support/shapedProxy.ts';

let nginx: NginxRtmp;
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  nginx = await NginxRtmp.create();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => nginx?.remove());

test('lowered', async () => {
  const proxy = await ShapedProxy.start(nginx.port);
  ends.push(() => proxy.close());
  const events: (OutputEvent & { t: number })[] = [];
  const t0 = performance.now();
  const service = new OutputService({
    post: (e) => events.push({ ...e, t: Math.round(performance.now() - t0) }),
    createPublisher,
    log: (l) => console.log(l),
  });
  ends.push(() => service.close());
  const source = await LaneSource.create([3000, 2000, 1400, 1000, 700, 500, 350, 200]);
  ends.push(() => source.stop());
  service.handle({ type: 'attachStage' }, source.port);
  service.handle({
    type: 'startDestination',
    id: 'a',
    kind: 'rtmp',
    url: `rtmp://127.0.0.1:${proxy.port}/live/shaped`,
    backupUrl: null,
    token: null,
    codec: 'h264',
    adaptive: true,
  });
  const b = performance.now();
  const show = () => {
    const f = service.figures().destinations['a'];
    console.log(
      Math.round(performance.now() - b),
      JSON.stringify({
        s: f?.sendBps,
        a: f?.ackedBps,
        r: f?.rttMs,
        q: f?.queueMs,
        d: f?.dropped,
        k: f?.rung?.kbps,
      }),
    );
  };
  const iv = setInterval(show, 500);
  await new Promise((r) => setTimeout(r, 4000));
  console.log('SHAPE', process.env.KBPS);
  proxy.shape({ kbps: Number(process.env.KBPS ?? 1500) });
  await new Promise((r) => setTimeout(r, 15000));
  proxy.shape({ kbps: 0 });
  console.log('FREE');
  await new Promise((r) => setTimeout(r, 14000));
  clearInterval(iv);
  console.log(
    events
      .filter((e) => e.type !== 'figures')
      .map((e) => JSON.stringify(e))
      .join('\n'),
  );
  console.log(source.orders.map((o) => JSON.stringify(o)).join('\n'));
}, 100000);

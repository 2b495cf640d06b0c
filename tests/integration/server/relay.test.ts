import { afterAll, expect, type TestContext, test } from 'vitest';
import type { RelayReport } from '../../../main/server/relay/target.ts';
import { endingOf } from '../../support/ending.ts';
import { decodeErrors, isMonotonic, probe } from '../../support/ffprobe.ts';
import { NginxRtmp } from '../../support/nginxRtmp.ts';
import { cleanUp, hourFromNow, publish, startTestServer, until, untilLive } from './support.ts';

async function nginxFor(context: TestContext): Promise<NginxRtmp> {
  const server = await NginxRtmp.create();
  endingOf(context)(() => server.remove());
  return server;
}
afterAll(cleanUp);

test.concurrent('one push goes to two servers; one is killed, and the other misses nothing', async (context) => {
  const reports: RelayReport[] = [];
  const server = await startTestServer({ onRelay: (report) => reports.push(report) });
  const states = (id: string) => reports.filter((it) => it.id === id).map((it) => it.status.state);
  const [kept, killed] = [await nginxFor(context), await nginxFor(context)];
  const key = 'secret-key-of-the-far-side';
  const relays = [kept, killed].map((it, at) => ({
    id: `${at}`,
    stream: 'live',
    url: it.url(`${key}${at}`),
  }));
  expect(server.relay(relays).ok).toBe(true);
  expect(reports).toEqual([]);

  const url = server.publishUrl('live', hourFromNow());
  const first = publish(url, { seconds: 5 });
  await untilLive(server);
  for (const id of ['0', '1']) await until('both on air', () => states(id).includes('live'));
  await killed.kill();
  await until('the loss is noticed', () =>
    ['reconnecting', 'failed'].includes(states('1').at(-1) ?? ''),
  );
  await killed.start();
  await until('it is back', () => states('1').at(-1) === 'live');
  await first.done;
  // Over the same connections.
  await publish(url, { seconds: 2 }).done;
  await server.close();
  expect(states('0')).toEqual(['connecting', 'live', 'stopped']);

  const [file, ...more] = await kept.recordings(`${key}0`);
  expect(more).toEqual([]);
  const { video, audio } = await probe(file as string);
  if (!video || !audio) throw new Error('a track is missing');
  expect(video.packets.length).toBe(150 + 60);
  expect(isMonotonic(video) && isMonotonic(audio)).toBe(true);
  expect(await decodeErrors(file as string)).toBe('');
  const again = await killed.recordings(`${key}1`);
  expect(again.length).toBe(2);
  expect(await decodeErrors(again[1] as string)).toBe('');
  expect(JSON.stringify([server.lines, reports])).not.toContain(key);
  expect(server.lines.join('\n')).toMatch(/relay: live to rtmp:\/\/127\.0\.0\.1:\d+\/live\/\*\*\*/);
});

test.concurrent('a server that is not there yet is tried again; the list can change under way', async (context) => {
  const reports: RelayReport[] = [];
  const server = await startTestServer({ onRelay: (report) => reports.push(report) });
  const state = (id: string) => reports.findLast((it) => it.id === id)?.status.state;
  const [late, other] = [await nginxFor(context), await nginxFor(context)];
  await late.kill();
  const pusher = publish(server.publishUrl('live', hourFromNow()), { seconds: 20 });
  await untilLive(server);
  const toLate = { id: 'late', stream: 'live', url: late.url('x') };
  expect(server.relay([toLate]).ok).toBe(true);
  await until('the first failure', () => state('late') === 'failed');
  await late.start();
  // Of a stream under way it gets the picture from its last keyframe on.
  const toOther = { id: 'other', stream: 'live', url: other.url('y') };
  expect(server.relay([toLate, toOther]).ok).toBe(true);
  await until('the other is on air', () => state('other') === 'live');
  await until('the late one is on air', () => state('late') === 'live');
  expect(server.relay([{ ...toLate, url: 'http://x/y' }])).toMatchObject({
    ok: false,
    error: { code: 'URL_INVALID' },
  });
  expect(server.relay([toLate, toLate])).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  expect(server.relay([toLate]).ok).toBe(true);
  await until('the other has stopped', () => state('other') === 'stopped');
  expect(state('late')).toBe('live');
  await pusher.stop();
  await server.close();
});

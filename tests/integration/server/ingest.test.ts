import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { publishUrlOf } from '../../../main/server/index.ts';
import { chunk, handshake, publishCommand } from './rtmpClient.ts';
import {
  cleanUp,
  hourFromNow,
  publish,
  publishKey,
  run,
  startTestServer,
  streamInfo,
  until,
  untilLive,
} from './support.ts';

afterAll(cleanUp);

const decode = (url: string, seconds: number) =>
  run('ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-xerror', '-t', String(seconds), '-i', url],
    ...['-map', '0', '-f', 'framehash', '-hash', 'md5', '-'],
  ]).done;

test.concurrent('a valid push URL plays over HTTP-FLV without an error, both tracks', async () => {
  const server = await startTestServer();
  const pusher = publish(server.publishUrl('live', hourFromNow()));
  await untilLive(server);
  const { code, stderr, stdout } = await decode(`${server.httpUrl}/live/live.flv`, 2);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const times = (stream: string) =>
    stdout
      .split('\n')
      .filter((line) => line.startsWith(`${stream},`))
      .map((line) => Number(line.split(',')[2]));
  const [first, second] = [times('0'), times('1')];
  // Which of the two is the picture depends on what came first.
  const video = first.length < second.length ? first : second;
  expect(Math.abs(video.length - 60)).toBeLessThanOrEqual(3);
  expect(Math.max(first.length, second.length)).toBeGreaterThan(80);
  for (const track of [first, second]) {
    expect(track).toEqual([...track].sort((a, b) => a - b));
  }

  await until('the viewer is gone', async () => (await streamInfo(server)).viewers === 0);
  await pusher.stop();
  await until('the stream has ended', async () => !(await streamInfo(server)).live);
  await server.close();
});

test.concurrent('a stream without sound is announced without sound', async () => {
  const server = await startTestServer();
  const pusher = publish(server.publishUrl('mute', hourFromNow()), { audio: false });
  await untilLive(server, 'mute');
  const response = await fetch(`${server.httpUrl}/live/mute.flv`);
  const reader = response.body?.getReader();
  const head = (await reader?.read())?.value;
  await reader?.cancel();
  expect(head?.subarray(0, 5)).toEqual(Uint8Array.from([0x46, 0x4c, 0x56, 1, 1]));
  await pusher.stop();
  await server.close();
});

test.concurrent('a push URL that is wrong, unsigned or expired is refused, and says so', async () => {
  const server = await startTestServer();
  const good = server.publishUrl('live', hourFromNow());
  const expired = server.publishUrl('live', Math.floor(Date.now() / 1000) - 10);
  const otherKey = publishUrlOf({
    host: '127.0.0.1',
    rtmpPort: server.rtmpPort,
    app: 'live',
    streamName: 'live',
    key: 'another-key-000',
    expiresAtSeconds: hourFromNow(),
  });
  const bad = [
    good.split('?')[0] ?? '',
    expired,
    otherKey,
    good.replace('/live?', '/live2?'),
    good.replace('/live/live', '/other/live'),
  ];
  const runs = await Promise.all(bad.map((url) => publish(url, { seconds: 5 }).done));
  for (const { code } of runs) expect(code).not.toBe(0);
  const [unsigned, late, foreign] = runs.map(({ stderr }) => stderr);
  expect(unsigned).toContain('txSecret is missing or wrong');
  expect(late).toContain('txTime has passed');
  expect(foreign).toContain('txSecret is missing or wrong');
  expect((await streamInfo(server)).live).toBe(false);
  const log = server.lines.join('\n');
  expect(log).toContain('NetStream.Publish.Denied');
  expect(log).not.toMatch(/txSecret=|[0-9a-f]{32}/);
  expect(log).not.toContain(publishKey);
  await server.close();
});

test.concurrent('a second publisher is refused while the first goes on', async () => {
  const server = await startTestServer();
  const url = server.publishUrl('live', hourFromNow());
  const first = publish(url);
  await untilLive(server);
  const { startedAtMs } = await streamInfo(server);
  const second = await publish(url, { seconds: 5 }).done;
  expect(second.code).not.toBe(0);
  expect(second.stderr).toContain('already being published');
  expect(server.lines.join('\n')).toContain('NetStream.Publish.BadName');
  expect(await streamInfo(server)).toMatchObject({ live: true, startedAtMs });
  await first.stop();
  await until('the stream has ended', async () => !(await streamInfo(server)).live);
  const third = publish(url);
  await untilLive(server);
  await third.stop();
  await server.close();
});

test.concurrent('a frozen publisher gives way to a new one', async () => {
  const server = await startTestServer();
  const url = server.publishUrl('live', hourFromNow());
  const first = publish(url);
  await untilLive(server);
  const { startedAtMs } = await streamInfo(server);
  first.child.kill('SIGSTOP');
  await until(
    'a newcomer takes over',
    async () => {
      const next = publish(url, { seconds: 20 });
      const refused = await Promise.race([
        next.done.then(() => true),
        until(
          'taken',
          async () => {
            const info = await streamInfo(server);
            return info.live && info.startedAtMs !== startedAtMs;
          },
          15_000,
        ).then(
          () => false,
          () => true,
        ),
      ]);
      if (!refused) await next.stop();
      return !refused;
    },
    60_000,
  );
  await first.stop();
  await server.close();
});

test.concurrent("a publisher's pings are answered, so that it can measure its link", async () => {
  const server = await startTestServer();
  const socket = connect(server.rtmpPort, '127.0.0.1');
  let heard = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    heard = Buffer.concat([heard, bytes]);
  });
  const control = (event: number, value: string) => Buffer.from(`000${event}${value}`, 'hex');
  const said = (event: number, value: string) =>
    heard.includes(
      Buffer.concat([Buffer.from('020000000000060400000000', 'hex'), control(event, value)]),
    );
  const ask = (value: string) => socket.write(chunk(4, control(6, value)));
  socket.write(handshake());
  ask('11111111');
  for (const part of publishCommand(server.publishUrl('ping', hourFromNow()))) socket.write(part);
  await until('the stream to be taken', async () => heard.includes('NetStream.Publish.Start'));
  // Too short to be a ping, and no ping.
  socket.write(chunk(4, Buffer.from('0006', 'hex')));
  socket.write(chunk(4, control(3, '33333333')));
  ask('cafe0001');
  ask('cafe0002');
  await until('both answers', async () => said(7, 'cafe0002'));
  expect(said(7, 'cafe0001')).toBe(true);
  expect([said(7, '11111111'), said(7, '33333333')]).toEqual([false, false]);
  socket.destroy();
  await server.close();
});

import { beforeAll, expect, type TestContext, test } from 'vitest';
import { endingOf } from '../../support/ending.ts';
import { decodeErrors, probe } from '../../support/ffprobe.ts';
import { type Media, makeMedia, Player } from '../../support/media.ts';
import { NginxRtmp, until } from '../../support/nginxRtmp.ts';
import { within } from '../../support/pace.ts';
import { expectWhole, watchedPublisher } from '../../support/programme.ts';
import { TlsProxy } from '../../support/tlsProxy.ts';

let media: Media;

beforeAll(async () => {
  media = await makeMedia({ kbps: 3000, size: '640x360' });
});

// What one test, or one try of it, has recorded is none of the next one's.
async function nginxFor(context: TestContext): Promise<NginxRtmp> {
  const nginx = await NginxRtmp.create();
  endingOf(context)(() => nginx.remove());
  return nginx;
}

test.concurrent('nginx gets every packet, from an hour into the programme, and acknowledges it', async (context) => {
  const nginx = await nginxFor(context);
  const { publisher, states } = watchedPublisher(nginx.url('whole'));
  publisher.start();
  const player = new Player(media, [publisher], 3_600_000_000).start();
  await until(() => player.played.video >= 75, 'more than a group of pictures');
  player.stop();
  expect(await publisher.stop(10_000)).toBe(true);

  expect(states()).toEqual(['connecting', 'live', 'stopped']);
  const { figures } = publisher;
  expect(figures).toMatchObject({
    dropped: 0,
    reconnects: 0,
    offAirMs: 0,
    queueMs: 0,
    videoPacketsSent: player.played.video,
    audioPacketsSent: player.played.audio,
  });
  expect(figures.connectMs).toBeGreaterThanOrEqual(0);
  expect(figures.sendBps).toBeGreaterThan(1_500_000);
  expect(figures.bytesAcknowledged).toBeLessThanOrEqual(figures.bytesSent);
  expect(figures.bytesAcknowledged).toBeGreaterThan(figures.bytesSent - 150_000);

  const [file = ''] = await nginx.recordings('whole');
  const { video, audio } = await expectWhole(file);
  expect(video.packets.length).toBe(player.played.video);
  expect(audio.packets.length).toBe(player.played.audio);
  expect(video.packets[0]).toEqual({ ptsMs: 0, dtsMs: 0, key: true });
  expect(audio.packets[0]?.dtsMs).toBe(0);
});

test.concurrent('a stream that is already published is refused, and that is said', async (context) => {
  const nginx = await nginxFor(context);
  const first = watchedPublisher(nginx.url('busy'));
  const second = watchedPublisher(nginx.url('busy'));
  first.publisher.start();
  await until(() => first.last()?.state === 'live', 'the first to be live');
  second.publisher.start();
  await until(() => second.last()?.state === 'failed', 'the second to fail');
  expect(second.last()).toMatchObject({ error: { code: 'AUTH' } });
  expect(first.last()?.state).toBe('live');
  await Promise.all([first.publisher.stop(), second.publisher.stop()]);
});

test.concurrent('an application that the server does not have', async (context) => {
  const nginx = await nginxFor(context);
  const { publisher, last } = watchedPublisher(nginx.url('s').replace('/live/', '/nothing/'));
  publisher.start();
  await until(() => last()?.state === 'failed', 'the failure');
  expect(last()).toMatchObject({ error: { code: 'AUTH' } });
});

test.concurrent('RTMPS: a trusted certificate publishes, an unknown one is refused', async (context) => {
  const nginx = await nginxFor(context);
  const proxy = await TlsProxy.start(nginx.port);
  try {
    const url = `rtmps://localhost:${proxy.port}/live/secure`;
    const refused = watchedPublisher(url);
    refused.publisher.start();
    await until(() => refused.last()?.state === 'failed', 'the refusal');
    expect(refused.last()).toMatchObject({ error: { code: 'TLS' } });

    const { publisher, states } = watchedPublisher(url, { tls: { ca: proxy.ca } });
    publisher.start();
    const player = new Player(media, [publisher]).start();
    await until(() => player.played.video >= 45, 'some programme');
    player.stop();
    expect(await publisher.stop(10_000)).toBe(true);
    expect(states()).toEqual(['connecting', 'live', 'stopped']);
    const [file = ''] = await nginx.recordings('secure');
    const { video } = await expectWhole(file);
    expect(video.packets.length).toBe(publisher.figures.videoPacketsSent);
  } finally {
    await proxy.close();
  }
});

test.concurrent('after kill -9 of the server the push is back within 3 s of its return', async (context) => {
  const nginx = await nginxFor(context);
  const { publisher, statuses, states, last, wanted } = watchedPublisher(nginx.url('again'));
  publisher.start();
  const player = new Player(media, [publisher]).start();
  // Past the moment in which a closed connection is read as a refused key.
  await until(() => player.played.video >= 60, 'two seconds of programme');
  await nginx.kill();
  await until(() => last()?.state === 'reconnecting', 'the loss', 1000);
  await until(() => statuses.filter(({ state }) => state === 'reconnecting').length >= 3, 'tries');
  await nginx.start();
  const backAtMs = performance.now();
  await until(() => last()?.state === 'live', 'the return', 4000);
  expect((last()?.atMs ?? 0) - backAtMs).toBeLessThan(within(3000));
  const sent = publisher.figures.videoPacketsSent;
  await until(() => publisher.figures.videoPacketsSent > sent + 30, 'media to flow again');
  player.stop();
  expect(await publisher.stop(10_000)).toBe(true);

  expect(wanted.keyframes).toBeGreaterThanOrEqual(1);
  expect(states().slice(0, 3)).toEqual(['connecting', 'live', 'reconnecting']);
  expect(statuses[2]).toMatchObject({ attempt: 1, error: { code: 'DISCONNECTED' } });
  const { figures } = publisher;
  expect(figures.reconnects).toBe(1);
  expect(figures.offAirMs).toBeGreaterThan(500);
  expect(figures.dropped).toBeGreaterThan(0);
  expect(figures.packetsSent + figures.dropped).toBe(player.played.video + player.played.audio);

  const files = await nginx.recordings('again');
  const file = files[files.length - 1] ?? '';
  expect(await decodeErrors(file)).toBe('');
  const { video } = await probe(file);
  expect(video?.packets[0]?.key).toBe(true);
});

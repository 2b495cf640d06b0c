import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Media, makeMedia, Player } from '../../support/media.ts';
import { MediaServer } from '../../support/mediaServer.ts';
import { until } from '../../support/nginxRtmp.ts';
import { expectWhole, watchedPublisher } from '../../support/programme.ts';

let media: Media;
let server: MediaServer;

beforeAll(async () => {
  media = await makeMedia({ kbps: 3000, size: '640x360' });
  server = await MediaServer.start();
});
afterAll(() => server?.remove());

test('node-media-server gets every packet', async () => {
  const { publisher, states } = watchedPublisher(server.url('whole'));
  publisher.start();
  const player = new Player(media, [publisher]).start();
  await until(() => player.played.video >= 75, 'more than a group of pictures');
  player.stop();
  expect(await publisher.stop(10_000)).toBe(true);
  expect(states()).toEqual(['connecting', 'live', 'stopped']);
  expect(publisher.figures).toMatchObject({
    dropped: 0,
    videoPacketsSent: player.played.video,
    audioPacketsSent: player.played.audio,
  });
  const [file = ''] = await server.recordings('whole');
  const { video, audio } = await expectWhole(file);
  expect(video.packets.length).toBe(player.played.video);
  expect(audio.packets.length).toBe(player.played.audio);
});

test('a second publisher is refused after Publish.Start, and that is read as a refusal', async () => {
  const first = watchedPublisher(server.url('busy'));
  const second = watchedPublisher(server.url('busy'));
  first.publisher.start();
  await until(() => first.last()?.state === 'live', 'the first to be live');
  second.publisher.start();
  await until(() => second.last()?.state === 'failed', 'the second to fail');
  expect(second.last()).toMatchObject({ error: { code: 'AUTH' } });
  expect(first.last()?.state).toBe('live');
  await first.publisher.stop();
});

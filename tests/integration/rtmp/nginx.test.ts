import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import { RtmpPublisher } from '../../../main/output/rtmp/index.ts';
import { decodeErrors, frameRate, isMonotonic, probe } from '../../support/ffprobe.ts';
import { type Media, makeMedia, Player } from '../../support/media.ts';
import { NginxRtmp, until } from '../../support/nginxRtmp.ts';

let media: Media;
let nginx: NginxRtmp;

beforeAll(async () => {
  media = await makeMedia({ kbps: 3000, size: '640x360' });
  nginx = await NginxRtmp.create();
});
afterAll(() => nginx?.remove());

test('what nginx gets decodes without an error, at full rate, with both tracks', async () => {
  const statuses: DestinationStatus[] = [];
  const publisher = new RtmpPublisher({
    url: nginx.url('whole'),
    onStatus: (status) => statuses.push(status),
    onKeyframeWanted: () => {},
  });
  publisher.start();
  const player = new Player(media, [publisher], 3_600_000_000).start();
  await until(() => player.played.video >= 120, 'four seconds of programme');
  player.stop();
  expect(await publisher.stop()).toBe(true);

  expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'live', 'stopped']);
  const { figures } = publisher;
  expect(figures.dropped).toBe(0);
  expect(figures.videoPacketsSent).toBe(player.played.video);
  expect(figures.bytesAcknowledged).toBeGreaterThan(figures.bytesSent - 2 * 65_536 - 5000);

  const [file = ''] = await nginx.recordings('whole');
  expect(await decodeErrors(file)).toBe('');
  const { video, audio } = await probe(file);
  console.log(
    figures,
    video?.packets.slice(0, 3),
    audio?.packets.slice(0, 3),
    audio?.packets.length,
    player.played,
  );
  expect(video?.packets.length).toBe(player.played.video);
  if (!video || !audio) throw new Error('a track is missing');
  expect(isMonotonic(video) && isMonotonic(audio)).toBe(true);
  expect(Math.abs(frameRate(video) - 30)).toBeLessThan(0.3);
});

import { afterEach, beforeAll, expect, test } from 'vitest';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import { encodeAmf0 } from '../../../main/output/rtmp/amf0.ts';
import { messageType } from '../../../main/output/rtmp/message.ts';
import { type Media, makeMedia, Player } from '../../support/media.ts';
import { until } from '../../support/nginxRtmp.ts';
import { watchedPublisher } from '../../support/programme.ts';
import { RtmpPeer } from '../../support/rtmpPeer.ts';

let media: Media;
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  media = await makeMedia();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function onAir() {
  const [here, there] = [await RtmpPeer.listen(), await RtmpPeer.listen()];
  ends.push(
    () => here.close(),
    () => there.close(),
  );
  const events: DeliveryEvent[] = [];
  const watched = watchedPublisher(here.url, { onDelivery: (event) => events.push(event) });
  ends.push(() => watched.publisher.stop(100));
  watched.publisher.start();
  const player = new Player(media, [watched.publisher]).start();
  ends.push(() => player.stop());
  await until(() => watched.publisher.figures.videoPacketsSent > 10, 'programme');
  const ask = (tcUrl: string) => {
    const code = 'NetConnection.Connect.ReconnectRequest';
    const info = { level: 'status', code, tcUrl };
    here.last.send(messageType.command, encodeAmf0('onStatus', 0, null, info));
  };
  return { ...watched, here, there, events, ask };
}

test('a server that sends us elsewhere is obeyed at once, with the key of before', async () => {
  const { publisher, there, events, ask } = await onAir();
  ask(`rtmp://127.0.0.1:${there.port}/live`);
  await until(() => publisher.figures.reconnects === 1, 'the other server', 2_000);
  await until(() => there.last.messages.some(({ type }) => type === messageType.video), 'media');
  expect(there.last.commands).toContain('publish');
  const kinds = events.map(({ kind }) => kind);
  expect(kinds).toEqual(['onAir', 'reconnectAsked', 'lost', 'back']);
});

test('where nobody answers the first URL is tried next; what cannot be read changes nothing', async () => {
  const { publisher, here, there, last, ask } = await onAir();
  ask('http://127.0.0.1/nothing');
  const sent = publisher.figures.videoPacketsSent;
  await until(() => publisher.figures.videoPacketsSent > sent + 10, 'more programme');
  expect(last()?.state).toBe('live');
  await there.close();
  ends.splice(1, 1);
  ask(`rtmp://127.0.0.1:${there.port}/live`);
  await until(() => publisher.figures.reconnects === 1, 'the first server', 3_000);
  expect(here.connections).toHaveLength(2);
});

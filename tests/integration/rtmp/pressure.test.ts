import { beforeAll, expect, type TestContext, test } from 'vitest';
import { messageType } from '../../../main/output/rtmp/message.ts';
import { endingOf } from '../../support/ending.ts';
import { type Media, makeMedia, Player } from '../../support/media.ts';
import { until } from '../../support/nginxRtmp.ts';
import { within } from '../../support/pace.ts';
import { watchedPublisher } from '../../support/programme.ts';
import { type PeerBehaviour, RtmpPeer } from '../../support/rtmpPeer.ts';

let media: Media;

beforeAll(async () => {
  media = await makeMedia({ kbps: 3000, size: '640x360' });
});

/** What one test runs, ended with it. */
function rigOf(context: TestContext) {
  const ending = endingOf(context);
  return {
    async peerThat(behaviour: PeerBehaviour): Promise<RtmpPeer> {
      const peer = await RtmpPeer.listen(behaviour);
      ending(() => peer.close());
      return peer;
    },
    publishTo(url: string, options: Parameters<typeof watchedPublisher>[1] = {}) {
      const watched = watchedPublisher(url, options);
      ending(() => watched.publisher.stop(100));
      watched.publisher.start();
      return watched;
    },
    play(...given: ConstructorParameters<typeof Player>): Player {
      const player = new Player(...given).start();
      ending(() => player.stop());
      return player;
    },
  };
}

const stopReadingAfter = (frames: number): PeerBehaviour['onMessage'] => {
  let seen = 0;
  return ({ type }, { socket }) => {
    if (type === messageType.video && ++seen === frames) socket.pause();
  };
};

test.concurrent('a destination that acknowledged and then stalls is noticed within 3 s; the other one loses nothing', async (context) => {
  const { peerThat, publishTo, play } = rigOf(context);
  let stalledAtMs = 0;
  const pause = stopReadingAfter(45);
  const stalling = await peerThat({
    ackEveryBytes: 65_536,
    onMessage: (message, peer) => {
      pause?.(message, peer);
      if (peer.socket.isPaused() && stalledAtMs === 0) stalledAtMs = performance.now();
    },
  });
  const healthy = await peerThat({ ackEveryBytes: 65_536 });
  const bad = publishTo(stalling.url);
  const good = publishTo(healthy.url);
  const player = play(media, [bad.publisher, good.publisher]);
  await until(() => bad.last()?.state === 'reconnecting', 'the stall to be noticed', 8000);
  const noticed = bad.statuses.find(({ state }) => state === 'reconnecting');
  expect(noticed).toMatchObject({ error: { code: 'STALLED' } });
  expect((noticed?.atMs ?? 0) - stalledAtMs).toBeLessThan(within(3000));

  await until(() => bad.last()?.state === 'live', 'the reconnect');
  player.stop();
  expect(await good.publisher.stop()).toBe(true);
  expect(good.states()).toEqual(['connecting', 'live', 'stopped']);
  const { figures } = good.publisher;
  expect(figures.dropped).toBe(0);
  expect(figures.packetsSent).toBe(player.played.video + player.played.audio);
});

test.concurrent('a server that never acknowledges and stops reading: the queue stays in its bounds, then it is stalled', async (context) => {
  const { peerThat, publishTo, play } = rigOf(context);
  const peer = await peerThat({ onMessage: stopReadingAfter(1) });
  const queue = { mediaUs: 800_000, bytes: 4 * 1024 * 1024 };
  const { publisher, last, wanted, lines } = publishTo(peer.url, { queue });
  // Thirty times real time, so that the buffers of both systems fill up within seconds.
  play(media, [publisher], 0, 30);
  let longestMs = 0;
  await until(() => {
    longestMs = Math.max(longestMs, publisher.figures.queueMs);
    return last()?.state === 'reconnecting';
  }, 'the stall');
  expect(last()).toMatchObject({ error: { code: 'STALLED' } });
  expect(longestMs).toBeGreaterThan(500);
  expect(longestMs).toBeLessThanOrEqual(1700);
  expect(publisher.figures.dropped).toBeGreaterThan(100);
  expect(wanted.keyframes).toBeGreaterThan(0);
  expect(lines.length).toBeLessThan(12);
});

test.concurrent('a slow destination gets whole groups of pictures and all the sound, and is not called stalled', async (context) => {
  const { peerThat, publishTo, play } = rigOf(context);
  // One read of at most 64 KiB each 100 ms, some 5 Mbit/s, for a programme of 24 Mbit/s.
  const heavy = await makeMedia({ kbps: 24_000, size: '640x360' });
  let slow = true;
  const peer = await peerThat({
    onMessage: ({ type }, { socket }) => {
      if (type !== messageType.video || !slow || socket.isPaused()) return;
      socket.pause();
      setTimeout(() => socket.resume(), 100);
    },
  });
  const { publisher, states } = publishTo(peer.url, { queue: { mediaUs: 2_000_000 } });
  const player = play(heavy, [publisher]);
  await until(() => publisher.figures.dropped > 0, 'the queue to overflow', 20_000);
  const droppedAtMs = performance.now();
  await until(() => performance.now() - droppedAtMs > 2800, 'longer than a stall would take');
  slow = false;
  player.stop();
  expect(await publisher.stop(10_000)).toBe(true);
  expect(states()).toEqual(['connecting', 'live', 'stopped']);
  const { figures } = publisher;
  expect(figures.audioPacketsSent).toBe(player.played.audio);
  expect(figures.packetsSent + figures.dropped).toBe(player.played.video + player.played.audio);
  const { messages } = peer.last;
  const frames = messages.filter(
    ({ type, payload }) => type === messageType.video && payload[1] === 1,
  );
  // Every group in the test media is 30 frames: what arrives is keyframes with an unbroken run after each.
  let run = 0;
  let lastMs = 0;
  for (const { payload, timestamp } of frames) {
    const key = (payload[0] ?? 0) >> 4 === 1;
    run = key ? 1 : run + 1;
    if (!key) expect(timestamp - lastMs).toBeLessThan(40);
    lastMs = timestamp;
  }
  expect(run).toBeGreaterThan(0);
});

test.concurrent('the clean end is told to the server: FCUnpublish, deleteStream', async (context) => {
  const { peerThat, publishTo } = rigOf(context);
  const peer = await peerThat({});
  const { publisher, last } = publishTo(peer.url);
  await until(() => last()?.state === 'live', 'live');
  expect(await publisher.stop(10_000)).toBe(true);
  const expected = ['connect', 'releaseStream', 'FCPublish', 'createStream', 'publish'];
  expect(peer.last.commands).toEqual([...expected, 'FCUnpublish', 'deleteStream']);
});

test.concurrent('a ping is answered, and formats that change are told again in their place', async (context) => {
  const { peerThat, publishTo } = rigOf(context);
  const peer = await peerThat({});
  const { publisher, last } = publishTo(peer.url);
  await until(() => last()?.state === 'live', 'live');
  peer.last.send(messageType.userControl, Buffer.from([0, 6, 1, 2, 3, 4]));
  const isUserControl = ({ type }: { type: number }) => type === messageType.userControl;
  await until(() => peer.last.messages.some(isUserControl), 'the answer to the ping');
  const key = media.packets.find(({ track, keyframe }) => track === 'video' && keyframe);
  if (!key) throw new Error('no keyframe');
  publisher.setFormat(media.video);
  publisher.write(key);
  publisher.setFormat({ ...media.video });
  publisher.write({ ...key, dtsUs: 40_000, ptsUs: 40_000 });
  publisher.setFormat({ ...media.video, width: 1280 });
  publisher.write({ ...key, dtsUs: 80_000, ptsUs: 80_000 });
  await publisher.stop();
  const { messages } = peer.last;
  const pong = messages.find(isUserControl);
  expect(Buffer.from(pong?.payload ?? []).toString('hex')).toBe('000701020304');
  const kinds = messages
    .filter(({ type }) => type === messageType.video || type === messageType.data)
    .map(({ type, payload }) => (type === messageType.data ? 'meta' : `video${payload[1]}`));
  expect(kinds).toEqual(['meta', 'video0', 'video1', 'video1', 'meta', 'video0', 'video1']);
});

test.concurrent('over a reconnect the times on the wire go on with the programme, from a keyframe', async (context) => {
  const { peerThat, publishTo, play } = rigOf(context);
  const peer = await peerThat({});
  const { publisher, last, statuses } = publishTo(peer.url);
  const player = play(media, [publisher], 50_000_000);
  // Past the moment in which a closed connection is read as a refused key.
  await until(() => player.played.video >= 60, 'two seconds of programme');
  peer.last.socket.destroy();
  await until(() => last()?.state === 'reconnecting', 'the loss');
  const lostMs = (player.played.video * 1000) / 30;
  await until(() => peer.connections.length === 2 && last()?.state === 'live', 'the return');
  expect((last()?.atMs ?? 0) - (statuses[2]?.atMs ?? 0)).toBeLessThan(within(500));
  const isMedia = ({ type, payload }: { type: number; payload: Uint8Array }) =>
    (type === messageType.video || type === messageType.audio) && payload[1] === 1;
  await until(() => peer.last.messages.some(isMedia), 'media');
  player.stop();
  await publisher.stop();
  const first = peer.last.messages.find(isMedia);
  expect([first?.type, first?.payload[0]]).toEqual([messageType.video, 0x17]);
  expect(first?.timestamp).toBeGreaterThanOrEqual(lostMs - 100);
  expect(first?.timestamp).toBeLessThan(lostMs + 1500);
  const { figures } = publisher;
  expect(figures.packetsSent + figures.dropped).toBe(player.played.video + player.played.audio);
});

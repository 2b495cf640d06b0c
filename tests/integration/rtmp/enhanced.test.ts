import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveryEvent } from '../../../common/live/delivery.ts';
import { encodeAmf0 } from '../../../main/output/rtmp/amf0.ts';
import { MediaSender } from '../../../main/output/rtmp/mediaSender.ts';
import { messageType } from '../../../main/output/rtmp/message.ts';
import { RtmpSession } from '../../../main/output/rtmp/session.ts';
import { parseRtmpUrl } from '../../../main/output/rtmp/url.ts';
import { makeEnhanced } from '../../support/enhancedMedia.ts';
import { decodeErrors, probe } from '../../support/ffprobe.ts';
import { flvReader } from '../../support/flvReader.ts';
import { makeMedia, Player } from '../../support/media.ts';
import { MediaServer } from '../../support/mediaServer.ts';
import { freeTcpPort, until } from '../../support/nginxRtmp.ts';
import { makeProgramme, type Programme } from '../../support/packets.ts';
import { watchedPublisher } from '../../support/programme.ts';
import { type PeerConnection, RtmpPeer } from '../../support/rtmpPeer.ts';

let folder: string;
let server: MediaServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enhanced-rtmp-'));
  server = await MediaServer.start();
});
afterAll(async () => {
  await server?.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Publishes a programme at once, whatever the server says it takes; gives what it said. */
async function publish(url: string, { video, audio, packets }: Programme) {
  const target = parseRtmpUrl(url);
  if (!target.ok) throw new Error(target.error.message);
  const { host, port } = target.value;
  let isLive = false;
  const lost: string[] = [];
  const session = new RtmpSession(target.value, connect(port, host), {
    onPublished: () => {
      isLive = true;
    },
    onWritable: () => {},
    onAcknowledged: () => {},
    onPong: () => {},
    onClosed: ({ message }) => lost.push(message),
  });
  await until(() => isLive || lost.length > 0, 'the session to be live');
  const sender = new MediaSender(session, 0);
  for (const packet of packets)
    sender.send(
      { packet, format: packet.track === 'video' ? video : audio },
      { video, audio },
      () => {},
    );
  expect(await session.end(5_000)).toBe(true);
  expect(lost).toEqual([]);
  return session.codecs;
}

test.each(['hevc', 'av1'] as const)('node-media-server keeps %s as it was sent', async (codec) => {
  const programme = await makeEnhanced(folder, codec);
  // It says nothing of what it takes: a publisher would send it H.264.
  expect(await publish(server.url(codec), programme)).toEqual(['h264']);
  const [file = ''] = await server.recordings(codec);
  const { metas, samples, errors } = (await flvReader(folder))(await readFile(file));
  expect(errors).toEqual([]);
  expect(metas.at(-1)).toMatchObject({ codecWidth: 160, codecHeight: 90 });
  const sent = programme.packets.filter(({ track }) => track === 'video');
  expect(samples.map(({ data }) => Buffer.from(data))).toEqual(
    sent.map(({ data }) => Buffer.from(data)),
  );
});

test('ffmpeg -listen, which knows no E-RTMP, gets H.264', async () => {
  const url = `rtmp://127.0.0.1:${await freeTcpPort()}/live/key`;
  const file = join(folder, 'listen.mkv');
  const child = spawn('ffmpeg', ['-v', 'error', '-listen', '1', '-i', url, '-c', 'copy', file], {
    stdio: 'ignore',
  });
  try {
    const programme = await makeProgramme(folder, { seconds: 1 });
    // It serves the first who connects: nobody may try whether it listens.
    await until(
      async () => (await publish(url, programme).catch(() => null))?.join() === 'h264',
      'ffmpeg to listen',
    );
    if (child.exitCode === null) await once(child, 'exit');
    expect(await decodeErrors(file)).toBe('');
    expect((await probe(file)).video?.packets.length).toBe(30);
  } finally {
    child.kill('SIGKILL');
  }
});

/** Video messages of a connection that hold a picture: their times, and which are keyframes. */
const picturesOf = ({ messages }: PeerConnection) =>
  messages.flatMap(({ type, timestamp, payload }) =>
    type === messageType.video && payload[1] === 1
      ? [{ timestamp, isKey: payload[0] === 0x17 }]
      : [],
  );

const ask = (peer: RtmpPeer, tcUrl?: string) => {
  const code = 'NetConnection.Connect.ReconnectRequest';
  const info = { level: 'status', code, ...(tcUrl ? { tcUrl } : {}) };
  peer.last.send(messageType.command, encodeAmf0('onStatus', 0, null, info));
};

test.concurrent.each(['elsewhere', 'where it is', 'to nobody'])(
  'a server that asks for another connection: %s',
  async (where) => {
    const [here, there] = [await RtmpPeer.listen(), await RtmpPeer.listen()];
    const media = await makeMedia({ kbps: 300, size: '160x90', gopFrames: 15 });
    const events: DeliveryEvent[] = [];
    const { publisher, states } = watchedPublisher(here.url, {
      onDelivery: (event) => events.push(event),
    });
    publisher.start();
    const player = new Player(media, [publisher]).start();
    try {
      await until(() => player.played.video >= 20, 'some programme');
      const first = here.last;
      if (where === 'elsewhere') ask(here, `rtmp://127.0.0.1:${there.port}/moved`);
      else if (where === 'where it is') ask(here);
      else ask(here, `rtmp://127.0.0.1:${await freeTcpPort()}/nobody`);
      const next = where === 'elsewhere' ? there : here;
      const isThere = () => next.connections.length > 0 && next.last !== first;
      await until(() => isThere() && picturesOf(next.last).length >= 20, 'the programme there');
      player.stop();
      expect(await publisher.stop(10_000)).toBe(true);

      const [before, after] = [picturesOf(first), picturesOf(next.last)];
      expect(after[0]?.isKey).toBe(true);
      const times = [...before, ...after].map(({ timestamp }) => timestamp);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      expect(states().at(-1)).toBe('stopped');
      expect(events.map(({ kind }) => kind)).toEqual([
        ...['onAir', 'reconnectAsked', 'lost', 'back', 'stopped'],
      ]);
    } finally {
      player.stop();
      await publisher.stop();
      await Promise.all([here.close(), there.close()]);
    }
  },
);

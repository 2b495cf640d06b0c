import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { VideoFormat } from '../../../common/media/packet.ts';
import { type AmfObject, decodeAmf0, encodeAmf0 } from '../../../main/output/rtmp/amf0.ts';
import { MediaSender } from '../../../main/output/rtmp/mediaSender.ts';
import { messageType } from '../../../main/output/rtmp/message.ts';
import { reconnectTarget } from '../../../main/output/rtmp/reconnect.ts';
import { RtmpSession } from '../../../main/output/rtmp/session.ts';
import { parseRtmpUrl, type RtmpTarget } from '../../../main/output/rtmp/url.ts';
import { until } from '../../support/nginxRtmp.ts';
import { RtmpPeer } from '../../support/rtmpPeer.ts';

const opened: { peer?: RtmpPeer; session?: RtmpSession } = {};
afterEach(async () => {
  opened.session?.abort();
  await opened.peer?.close();
});

const targetOf = (url: string): RtmpTarget => {
  const target = parseRtmpUrl(url);
  if (!target.ok) throw new Error(target.error.message);
  return target.value;
};

/** A session that is live on a peer with such properties, and where it was asked to go. */
async function live(properties: AmfObject = {}) {
  const peer = await RtmpPeer.listen({ properties });
  let isLive = false;
  const asked: (string | null)[] = [];
  const session = new RtmpSession(targetOf(peer.url), connect(peer.port, '127.0.0.1'), {
    onPublished: () => {
      isLive = true;
    },
    onWritable: () => {},
    onAcknowledged: () => {},
    onPong: () => {},
    onReconnectAsked: (tcUrl) => asked.push(tcUrl),
    onClosed: () => {},
  });
  Object.assign(opened, { peer, session });
  expect(session.codecs).toEqual(['h264']);
  await until(() => isLive, 'the session to be live');
  return { peer, session, asked };
}

describe('codecs', () => {
  const [decode, encode, forward] = [1, 2, 4];
  it.each<[string, AmfObject, string[]]>([
    ['a server of old', {}, ['h264']],
    ['a list', { fourCcList: ['av01', 'vp09', 'hvc1'] }, ['h264', 'hevc', 'av1']],
    ['a list of all', { fourCcList: ['*'] }, ['h264', 'hevc', 'av1']],
    ['a map', { videoFourCcInfoMap: { hvc1: decode, av01: encode } }, ['h264', 'hevc']],
    ['a map of all', { videoFourCcInfoMap: { '*': forward } }, ['h264', 'hevc', 'av1']],
    ['nonsense', { fourCcList: 'av01', videoFourCcInfoMap: [1, 'x'] }, ['h264']],
  ])('%s', async (_what, properties, codecs) => {
    const { session } = await live(properties);
    expect(session.codecs).toEqual(codecs);
  });

  it('are told in connect, with the wish to be told where to go', async () => {
    const { peer } = await live();
    const message = peer.last.messages.find(({ type }) => type === messageType.command);
    const [name, , told] = decodeAmf0(message?.payload ?? new Uint8Array());
    expect(name).toBe('connect');
    expect(told).toMatchObject({
      fourCcList: ['avc1', 'hvc1', 'av01'],
      videoFourCcInfoMap: { avc1: 2, hvc1: 2, av01: 2 },
      capsEx: 1,
    });
  });

  it('may change on the way: the old one ends, the new one begins with its record', async () => {
    const { peer, session } = await live({ fourCcList: ['*'] });
    const sender = new MediaSender(session, 0);
    const format = (codec: string): VideoFormat => ({
      ...{ track: 'video', codec, width: 2, height: 2, fps: 30, bitrate: 1000 },
      description: Uint8Array.of(1, 2, 3),
    });
    for (const [at, codec] of ['avc1.64001f', 'av01.0.00M.08', 'hvc1.1.6.L93.B0'].entries()) {
      const video = format(codec);
      const time = at * 33_333;
      sender.send(
        {
          format: video,
          packet: {
            ...{ track: 'video', ptsUs: time, dtsUs: time, durationUs: 33_333, keyframe: true },
            data: Uint8Array.of(9),
          },
        },
        { video, audio: null },
        () => {},
      );
    }
    const videos = () => peer.last.messages.filter(({ type }) => type === messageType.video);
    await until(() => videos().length === 8, 'all messages');
    expect(videos().map(({ payload }) => Buffer.from(payload).toString('hex'))).toEqual([
      ...['1700000000010203', '170100000009', '1702000000'],
      ...['9061763031010203', '916176303109', '9261763031'],
      ...['9068766331010203', '936876633109'],
    ]);
  });
});

describe('a reconnect request', () => {
  const ask = (peer: RtmpPeer, info: AmfObject) =>
    peer.last.send(messageType.command, encodeAmf0('onStatus', 0, null, info));
  const code = 'NetConnection.Connect.ReconnectRequest';

  it('is passed on, with the address or without', async () => {
    const { peer, asked } = await live();
    ask(peer, { level: 'status', code });
    ask(peer, { level: 'status', code, tcUrl: 'rtmp://there/live', description: 'updates' });
    ask(peer, { level: 'status', code: 'NetConnection.Connect.Something' });
    ask(peer, { level: 'status', code, tcUrl: 7 });
    await until(() => asked.length === 3, 'the requests');
    expect(asked).toEqual([null, 'rtmp://there/live', null]);
  });

  const from = {
    plain: targetOf('rtmp://push.example:1936/live/key?secret=s3cret'),
    secure: targetOf('rtmps://push.example/live/inst/key?secret=s3cret'),
    here: targetOf('rtmp://localhost/live/key'),
  };
  it.each<[keyof typeof from, string | null, string]>([
    ['plain', null, 'rtmp://push.example:1936/live'],
    ['plain', 'rtmp://other.example/live2', 'rtmp://other.example/live2'],
    ['plain', 'rtmps://other.example/live', 'rtmps://other.example/live'],
    ['plain', '//192.0.2.7:1999/app/inst/', 'rtmp://192.0.2.7:1999/app/inst'],
    ['plain', '/other?vhost=v', 'rtmp://push.example:1936/other?vhost=v'],
    ['secure', '/elsewhere', 'rtmps://push.example/elsewhere'],
    ['secure', 'rtmps://[2001:db8::1]/live', 'rtmps://[2001:db8::1]/live'],
    ['here', 'rtmp://127.0.0.1/b', 'rtmp://127.0.0.1/b'],
  ])('from %s to %s leads to %s', (name, tcUrl, wanted) => {
    const to = reconnectTarget(from[name], tcUrl);
    expect(to).toMatchObject({
      ok: true,
      value: { tcUrl: wanted, streamName: from[name].streamName },
    });
    if (to.ok) expect(to.value.masked).not.toContain('s3cret');
  });

  it.each<[keyof typeof from, string]>([
    ['secure', 'rtmp://push.example/live'],
    ['plain', 'http://push.example/live'],
    ['plain', 'file:///etc/passwd'],
    ['plain', 'rtmp://127.0.0.1/live'],
    ['plain', 'rtmp://localhost./live'],
    ['plain', 'rtmp://user:pass@push.example/live'],
    ['plain', 'rtmp://push.example:99999/live'],
    ['plain', 'rtmp://push.example/a/b/c/d'],
    ['plain', 'rtmp://push.example'],
    ['plain', 'rtmp://push.example/li ve\r\n'],
    ['plain', 'rtmp://'],
  ])('from %s to %s is refused, without a word of the key', (name, tcUrl) => {
    const to = reconnectTarget(from[name], tcUrl);
    expect(to).toMatchObject({ ok: false, error: { code: 'URL_INVALID' } });
    expect(JSON.stringify(to)).not.toContain('s3cret');
  });

  it('of an address without end is refused', () => {
    const tcUrl = `rtmp://push.example/${'x'.repeat(3000)}`;
    expect(reconnectTarget(from.plain, tcUrl)).toMatchObject({ ok: false });
  });
});

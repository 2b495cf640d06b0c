import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../renderer/guest/address.ts';
import { limitsOf } from '../../../renderer/stage/rtc/cohost/limits.ts';
import { heard, told } from '../../../renderer/stage/rtc/cohost/sdp.ts';
import { read } from '../../../renderer/stage/rtc/cohost/stats.ts';

const guest = {
  ...{ id: 'guest:1', name: 'Ann', seat: 1 },
  ...{ micOff: false, cameraOff: false, offers: true },
};
const room = { ...guest, id: 'room:b', seat: 9 };

const SDP = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'b=AS:9999',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');

describe('limits', () => {
  it('are lower the more guests there are, and higher between studios', () => {
    const [few, many, studio] = [limitsOf(guest, 4), limitsOf(guest, 5), limitsOf(room, 1)];
    expect(few.received.videoKbps).toBe(1_200);
    expect(many.received.videoKbps).toBeLessThan(few.received.videoKbps);
    expect(few.sent.side).toBe(640);
    expect(few.sent.videoKbps).toBeGreaterThanOrEqual(400);
    expect(few.sent.videoKbps).toBeLessThanOrEqual(600);
    expect(studio.sent).toMatchObject({ side: 960, videoKbps: 2_000 });
  });

  it('are told in the description: once, in its place, for the picture alone', () => {
    const text = told(SDP, limitsOf(guest, 1));
    expect(text).toContain('c=IN IP4 0.0.0.0\r\nb=AS:1200\r\nb=TIAS:1200000\r\na=rtpmap:96');
    expect(text.match(/^b=/gm)).toHaveLength(2);
    expect(told(text, limitsOf(guest, 1))).toBe(text);
    expect(text).toContain('sprop-stereo=1');
    expect(heard(SDP, limitsOf(guest, 1))).toContain('maxaveragebitrate=64000');
  });
});

describe('statistics', () => {
  const report = (times: number) => [
    { type: 'transport', selectedCandidatePairId: 'pair' },
    { type: 'candidate-pair', id: 'pair', currentRoundTripTime: 0.04 },
    {
      ...{ type: 'inbound-rtp', kind: 'video', bytesReceived: 100_000 * times },
      ...{ packetsReceived: 90 * times, packetsLost: 10 * times, framesDecoded: 30 * times },
      ...{ totalProcessingDelay: 1.5 * times, totalFreezesDuration: 0.25 },
      ...{ frameWidth: 640, frameHeight: 480, framesPerSecond: 30 },
    },
    { type: 'outbound-rtp', kind: 'video', bytesSent: 50_000 * times },
  ];

  it('are those of the time since the look before', () => {
    const first = read(report(1), null, 1_000);
    expect(first.stats).toMatchObject({ inKbps: 0, loss: 0, delayMs: null, rttMs: 40 });
    const { stats } = read(report(2), first.counts, 2_000);
    expect(stats).toEqual({
      ...{ inKbps: 800, outKbps: 400, loss: 0.1, rttMs: 40, delayMs: 70 },
      ...{ width: 640, height: 480, fps: 30, freezeMs: 250 },
    });
  });

  it('are none of a connection that is made anew', () => {
    const { stats } = read([], read(report(3), null, 1_000).counts, 2_000);
    expect(stats).toMatchObject({ inKbps: 0, outKbps: 0, loss: 0, rttMs: null, delayMs: null });
  });
});

describe("the guest page's address", () => {
  const of = (text: string) => addressOf(new URL(text, 'https://studio.lan') as never);
  it('names a room, and a link or a raised hand', () => {
    expect(of('/guest/r-1#link=abc')).toMatchObject({
      roomId: 'r-1',
      guestLink: 'abc',
      invite: '',
    });
    expect(of('/guest/r-1?link=abc&invite=i')).toMatchObject({ guestLink: 'abc', invite: 'i' });
    expect(of('/guest/r-1?hand=1')).toMatchObject({ guestLink: '', isInvited: false });
    expect(of('/guest/r-1?hand=1&invited=1')).toMatchObject({ guestLink: '', isInvited: true });
    expect(of('/guest/r-1?link=abc&invited=1')).toMatchObject({ isInvited: false });
    for (const text of ['/guest/r-1', '/guest/', '/guest/a/b?link=c', '/guest/%2e?link=c'])
      expect(of(text)).toBeNull();
  });
});

import { expect, it } from 'vitest';
import { answered, isSoundTold } from '../../../renderer/stage/rtc/sdp.ts';
import { look, Totals } from '../../../renderer/stage/rtc/stats.ts';

const CC = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
const sdp = (sound: string, picture = '') =>
  [
    ...['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2', sound],
    ...['m=video 9 UDP/TLS/RTP/SAVPF 106', 'a=rtpmap:106 H264/90000', picture, ''],
  ]
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\r\n');

it('knows whether the server tells of the sound', () => {
  expect(isSoundTold(sdp(`a=extmap:3 ${CC}`))).toBe(true);
  expect(isSoundTold(sdp('', `a=extmap:3 ${CC}`))).toBe(false);
  expect(isSoundTold('v=0')).toBe(false);
});

it('begins with an estimate that can be said, and never believes in less than the lowest rung', () => {
  const limits = { videoKbps: 1_500, audioKbps: 160 };
  expect(answered(sdp(''), limits)).toContain(
    'x-google-start-bitrate=900;x-google-min-bitrate=150',
  );
  expect(answered(sdp(''), { ...limits, startKbps: 240 })).toContain('x-google-start-bitrate=240');
  expect(answered(sdp(''), { ...limits, videoKbps: 100 })).toContain('x-google-min-bitrate=100');
});

/** As `getStats` tells it. */
const report = (bytes: number, frames: number, pliCount = 0, soundBytes = 1_000) =>
  look([
    { type: 'outbound-rtp', kind: 'video', bytesSent: bytes, framesSent: frames, pliCount },
    { type: 'outbound-rtp', kind: 'audio', bytesSent: soundBytes, packetsSent: 10 },
    { type: 'transport', packetsReceived: 5 },
  ]);

it('counts on when the sender of the picture was made anew', () => {
  const totals = new Totals();
  expect(totals.continued(report(5_000, 40, 2))).toMatchObject({ bytesSent: 6_000 });
  const again = totals.continued(report(700, 3, 1, 1_500));
  expect(again).toMatchObject({ bytesSent: 7_200, videoFramesSent: 43, pliCount: 3 });
  totals.continued(report(900, 5, 1, 1_600));
  const third = totals.continued(report(0, 0, 0, 1_700));
  expect(third).toMatchObject({ bytesSent: 7_600, videoFramesSent: 45, pliCount: 3 });
});

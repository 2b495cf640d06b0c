import { describe, expect, it } from 'vitest';
import { Pace } from '../../../renderer/stage/rtc/cohost/pace.ts';
import { isFair } from '../../../renderer/stage/rtc/cohost/sdp.ts';

const section = (kind: string, ...lines: string[]) =>
  [`m=${kind} 9 UDP/TLS/RTP/SAVPF 96`, 'c=IN IP4 0.0.0.0', ...lines].join('\r\n');
const sdp = (...sections: string[]) => ['v=0', 't=0 0', ...sections, ''].join('\r\n');
const candidates = (count: number) =>
  Array.from({ length: count }, (_, at) => `a=candidate:${at} 1 udp 1 10.0.0.1 ${at} typ host`);

describe('a description of somebody else', () => {
  const fair = sdp(section('audio'), section('video', ...candidates(20)), section('application'));

  it('is of one picture, one sound and one channel at most', () => {
    expect(isFair(fair)).toBe(true);
    expect(isFair(sdp(section('audio')))).toBe(true);
    expect(isFair(sdp(section('video'), section('audio'), section('video')))).toBe(false);
    expect(isFair(sdp(section('audio'), section('audio')))).toBe(false);
    expect(isFair(sdp(section('text')))).toBe(false);
    // Whatever ends its lines.
    expect(isFair('v=0\nm=video 9\nm=video 9\n')).toBe(false);
  });

  it('asks for no layers of a picture, and does not send us to hundreds of addresses', () => {
    expect(isFair(sdp(section('video', 'a=rid:h recv', 'a=simulcast:recv h;l')))).toBe(false);
    expect(isFair(sdp(section('video', ...candidates(65))))).toBe(false);
  });
});

it('what others may ask: so many at once, then so many a second', () => {
  const pace = new Pace(3, 2);
  expect([0, 0, 0, 0].map((at) => pace.take(at))).toEqual([true, true, true, false]);
  expect(pace.take(499)).toBe(false);
  expect(pace.take(500)).toBe(true);
  expect(pace.take(501)).toBe(false);
  // A long silence saves up no more than the burst.
  expect([1e9, 1e9, 1e9, 1e9].map((at) => pace.take(at))).toEqual([true, true, true, false]);
});

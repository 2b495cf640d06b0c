import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EncodedPacket, Track, TrackFormat } from '../../../common/media/packet.ts';
import { Hub } from '../../../main/output/hub.ts';

const FRAME_US = 33_333;
const format: TrackFormat = {
  track: 'video',
  codec: 'avc1.640028',
  width: 2,
  height: 2,
  fps: 30,
  bitrate: 1,
  description: new Uint8Array(),
};

const packet = (track: Track, dtsUs: number, keyframe = track === 'audio'): EncodedPacket => ({
  track,
  ptsUs: dtsUs,
  dtsUs,
  durationUs: FRAME_US,
  keyframe,
  data: new Uint8Array(1),
});

class Taker {
  readonly formats: TrackFormat[] = [];
  readonly packets: EncodedPacket[] = [];
  setFormat(taken: TrackFormat) {
    this.formats.push(taken);
  }
  write(taken: EncodedPacket) {
    this.packets.push(taken);
  }
}

describe('Hub', () => {
  afterEach(() => void vi.useRealTimers());

  it('gives a late sink the formats and asks for the keyframe it needs', () => {
    const onKeyframeWanted = vi.fn();
    const hub = new Hub({ onKeyframeWanted });
    hub.setFormat(format);
    const taker = new Taker();
    hub.attach('late', taker);
    expect(taker.formats).toEqual([format]);
    expect(onKeyframeWanted).toHaveBeenCalledTimes(1);
  });

  it('asks for keyframes at most once a second, and never forgets one', () => {
    vi.useFakeTimers();
    const onKeyframeWanted = vi.fn();
    const hub = new Hub({ onKeyframeWanted });
    for (let index = 0; index < 20; index += 1) hub.wantKeyframe('any');
    expect(onKeyframeWanted).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(999);
    expect(onKeyframeWanted).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(onKeyframeWanted).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(5_000);
    expect(onKeyframeWanted).toHaveBeenCalledTimes(2);
  });

  it('keeps a sink that throws from the others', () => {
    const onSinkError = vi.fn();
    const hub = new Hub({ onKeyframeWanted: () => undefined, onSinkError });
    const bug = () => {
      throw new Error('bug');
    };
    hub.attach('bad', { setFormat: bug, write: bug });
    const taker = new Taker();
    hub.attach('good', taker);
    hub.setFormat(format);
    hub.write(packet('video', 0, true));
    hub.write(packet('video', FRAME_US));
    expect(taker.packets).toHaveLength(2);
    expect(onSinkError).toHaveBeenCalledTimes(1);
    expect(onSinkError).toHaveBeenCalledWith('bad', expect.any(Error));
  });

  it('drops what goes back in time, and the frames up to the next keyframe', () => {
    const hub = new Hub({ onKeyframeWanted: () => undefined });
    const taker = new Taker();
    hub.attach('one', taker);
    const fed = [
      packet('video', 0, true),
      packet('audio', 0),
      packet('video', FRAME_US),
      packet('video', FRAME_US),
      packet('audio', -5),
      packet('video', 2 * FRAME_US),
      packet('audio', FRAME_US),
      packet('video', 3 * FRAME_US, true),
    ];
    for (const it of fed) hub.write(it);
    expect(taker.packets).toEqual([fed[0], fed[1], fed[2], fed[6], fed[7]]);
    expect(hub.dropped).toBe(3);
  });

  it('moves the times of a new stage whose clock starts anew behind the old ones', () => {
    let nowMs = 0;
    const hub = new Hub({ onKeyframeWanted: () => undefined, nowMs: () => nowMs });
    const taker = new Taker();
    hub.attach('one', taker);
    hub.write(packet('video', 9_000_000, true));
    hub.write(packet('audio', 9_010_000));
    nowMs = 1_500;
    hub.stageReplaced();
    hub.write(packet('video', 0, true));
    hub.write(packet('audio', 20_000));
    expect(taker.packets.slice(2).map(({ ptsUs, dtsUs }) => [ptsUs, dtsUs])).toEqual([
      [9_010_000 + FRAME_US + 1_500_000, 9_010_000 + FRAME_US + 1_500_000],
      [9_030_000 + FRAME_US + 1_500_000, 9_030_000 + FRAME_US + 1_500_000],
    ]);
  });

  it('leaves the times of a new stage that goes on with the clock', () => {
    const hub = new Hub({ onKeyframeWanted: () => undefined });
    const taker = new Taker();
    hub.attach('one', taker);
    hub.write(packet('video', 9_000_000, true));
    hub.stageReplaced();
    hub.write(packet('video', 11_000_000, true));
    expect(taker.packets[1]?.ptsUs).toBe(11_000_000);
  });
});

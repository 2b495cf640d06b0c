import type { TrackFormat, VideoCodec } from '../../../common/media/packet.ts';

/** True when a decoder set up for `a` needs nothing new for `b`, and viewers nothing new told. */
export function sameFormat(a: TrackFormat | null, b: TrackFormat): boolean {
  if (!a || a.track !== b.track) return false;
  if (Buffer.compare(a.description, b.description) !== 0) return false;
  const { description: _a, ...restA } = a;
  const { description: _b, ...restB } = b;
  return (
    JSON.stringify(Object.entries(restA).sort()) === JSON.stringify(Object.entries(restB).sort())
  );
}

/** The codec that a picture's RFC 6381 name means. */
export const codecOf = ({ codec }: TrackFormat): VideoCodec => {
  if (/^(hvc1|hev1)/.test(codec)) return 'hevc';
  return codec.startsWith('av01') ? 'av1' : 'h264';
};

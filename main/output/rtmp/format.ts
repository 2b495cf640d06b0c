import type { TrackFormat } from '../../../common/media/packet.ts';

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

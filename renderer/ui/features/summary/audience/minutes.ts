import type { RoomMinute } from '../../../../../common/rooms/room.ts';

/** What is drawn of a show's minutes, from the top. */
export const tracks = ['online', 'likes', 'messages'] as const;
export type Track = (typeof tracks)[number];

/** Most points that are drawn; minutes of a longer show are put together. */
const MOST_POINTS = 360;

/** At most so many stretches: people are the most of a stretch, what they did is added up. */
export function condensed(minutes: readonly RoomMinute[], most = MOST_POINTS): RoomMinute[] {
  const size = Math.ceil(minutes.length / most);
  if (size <= 1) return [...minutes];
  const stretches: RoomMinute[] = [];
  for (let at = 0; at < minutes.length; at += size) {
    const part = minutes.slice(at, at + size);
    const sum = (name: 'joins' | 'likes' | 'messages' | 'gifts') =>
      part.reduce((total, minute) => total + minute[name], 0);
    stretches.push({
      minute: part[0]?.minute ?? 0,
      online: Math.max(...part.map(({ online }) => online)),
      joins: sum('joins'),
      likes: sum('likes'),
      messages: sum('messages'),
      gifts: sum('gifts'),
    });
  }
  return stretches;
}

/** Minutes since the start as `0:05` or `2:40`. */
export const minuteText = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

/** Minutes between the marks below the chart, so that at most `most` stand there. */
export const markMinutes = (minutes: number, most = 8): number =>
  [1, 2, 5, 10, 15, 30, 60, 120, 240].find((step) => minutes / step <= most) ?? 480;

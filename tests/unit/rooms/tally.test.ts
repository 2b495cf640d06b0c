import { describe, expect, it } from 'vitest';
import { Tally } from '../../../main/rooms/tally.ts';
import { batch, gift, pulse, text } from './chatItems.ts';

const MINUTE = 60_000;

describe('tally', () => {
  it('counts messages, gifts, hearts and people, and leaves no hole among the minutes', () => {
    const tally = new Tally();
    expect(tally.summary({ roomId: 'r', title: 'T' }, 0)).toBeNull();
    tally.start(1_000);
    tally.add(batch([text(1), gift(2, 'cake', 2), gift(3, 'rose', 1, 'bob')]), 1_000);
    const likes = { added: 3, total: 3, names: [] };
    const entered = { count: 4, people: [] };
    tally.add(batch([], pulse({ online: 4, likes, entered })), 1_000);
    tally.add(batch([], pulse({ online: 2 })), 1_000 + 3 * MINUTE);
    const summary = tally.summary({ roomId: 'r', title: 'T' }, 1_000 + 4 * MINUTE);
    expect(summary?.stats).toEqual({
      ...{ online: 2, peakOnline: 4, averageOnline: 3.5, joins: 4, likes: 3 },
      ...{ messages: 1, gifts: 3, giftPoints: 210, newFollowers: 0 },
    });
    expect(summary?.topGivers).toEqual([
      { name: 'ann', points: 200 },
      { name: 'bob', points: 10 },
    ]);
    expect(summary?.minutes.map(({ minute, online }) => [minute, online])).toEqual([
      [0, 4],
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 2],
    ]);
    expect(summary?.minutes[0]).toMatchObject({ joins: 4, likes: 3, messages: 1, gifts: 3 });
  });
});

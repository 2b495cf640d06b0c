import { afterEach, expect, test } from 'vitest';
import type { PkView } from '../../../common/pk/pkView.ts';
import { type ChatPlace, openChatClient, openChatPlace } from '../../support/chatPlace.ts';
import { enter, text, value } from './contract.ts';

let place: ChatPlace;
afterEach(() => place.close());

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('what is seen of a PK comes folded, also to those whose texts are shed', async () => {
  let points = 0;
  let isOver = false;
  const view = (): PkView | null =>
    isOver
      ? null
      : {
          ...{ id: 'pk1', phase: 'running', round: 1, remainingMs: 1_000, paused: false },
          members: [{ roomId: 'room', name: 'Room', points, out: false }],
          winners: [],
        };
  place = await openChatPlace({
    // Nearly no text reaches the audience.
    limits: { textBytesPerSecond: 1, leastTextsPerSecond: 0.001 },
    cohost: { view, count() {}, hear: () => false },
  });
  place.rooms.open('room', 'owner');
  const owner = await enter({ userId: 'owner', ...openChatClient(place.url, 'owner') }, 'room');
  const viewer = await enter({ userId: 'v', ...openChatClient(place.url, 'v') }, 'room');
  const views: (PkView | null)[] = [];
  let shed = 0;
  viewer.service.on((event) => {
    if (event.type !== 'batch') return;
    shed += event.batch.shed ?? 0;
    if (event.batch.pk === undefined) return;
    views.push(event.batch.pk);
  });
  try {
    expect(viewer.heard.joined.pk).toMatchObject({ id: 'pk1', members: [{ points: 0 }] });
    const beganMs = performance.now();
    for (let count = 0; count < 40; count++) {
      points++;
      place.chat.pkChanged('room');
      if (count % 8 === 0) value(await owner.service.send(text(`t${count}`)));
      await wait(20);
    }
    while (views.at(-1)?.members[0]?.points !== 40) await wait(10);
    const tookMs = performance.now() - beganMs;
    // Five a second, and the first at once.
    expect(views.length).toBeGreaterThan(1);
    expect(views.length).toBeLessThanOrEqual(tookMs / 200 + 2);
    expect(shed).toBeGreaterThan(0);
    isOver = true;
    place.chat.pkChanged('room');
    while (views.at(-1) !== null) await wait(10);
  } finally {
    await viewer.service.close();
    await owner.service.close();
  }
});

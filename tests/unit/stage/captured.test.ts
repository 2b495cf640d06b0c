import { expect, it } from 'vitest';
import { createCapturedPicture } from '../../../renderer/stage/programme/sources/captured.ts';

it('is watched only while it is seen: a thumbnail now and then says nothing of its signal', () => {
  const shownAt: number[] = [];
  const picture = createCapturedPicture({
    id: 'camera',
    update: () => {},
    standIn: () => null,
    onShown: (_current, _fresh, { timeUs }) => shownAt.push(timeUs),
    onUnseen: () => {},
    owned: [],
  });
  const look = (frame: number) =>
    picture.layers({ frame, timeUs: frame * 1e6, fps: 1 }, { width: 160, height: 90 });
  look(1);
  look(5);
  expect(shownAt).toEqual([]);
  picture.seen('air');
  look(6);
  picture.seen('nowhere');
  look(10);
  expect(shownAt).toEqual([6e6]);
});

import fc from 'fast-check';
import { type Draft, enablePatches, produceWithPatches } from 'immer';
import { describe, expect, it } from 'vitest';
import type { StatePatch } from '../../../common/ipc/contract.ts';
import { applyPatches } from '../../../renderer/stage/programme/patches.ts';

enablePatches();

type Item = { id: number; rect: { x: number; y: number } };
type State = { list: Item[]; byId: Record<string, Item>; name: string };

const itemOf = (id: number): Item => ({ id, rect: { x: id, y: -id } });
const start = (): State => ({
  list: [1, 2, 3, 4].map(itemOf),
  byId: { a: itemOf(10), b: itemOf(11) },
  name: 'start',
});

/** One edit, by numbers so that any list of them is an edit. */
function edit(draft: Draft<State>, [what, at, value]: readonly [number, number, number]): void {
  const { list, byId } = draft;
  const index = list.length > 0 ? at % list.length : 0;
  const key = 'abcd'[at % 4] as string;
  switch (what) {
    case 0:
      list.splice(index, 0, itemOf(value));
      return;
    case 1:
      list.splice(index, 1 + (value % 3));
      return;
    case 2:
      if (list[index]) list[index].rect.x = value;
      return;
    case 3:
      byId[key] = itemOf(value);
      return;
    case 4:
      delete byId[key];
      return;
    case 5:
      draft.list = list.filter(({ id }) => id % 2 === value % 2);
      return;
    case 6:
      list.push(...list.splice(index, 1));
      return;
    default:
      draft.name = `${value}`;
  }
}

describe('patches', () => {
  it('give what Immer made them of, whatever was edited, and leave the state of before alone', () => {
    const edits = fc.array(fc.tuple(fc.nat(7), fc.nat(20), fc.nat(1000)), { maxLength: 12 });
    fc.assert(
      fc.property(edits, (list) => {
        const before = start();
        const [after, patches] = produceWithPatches(before, (draft) => {
          for (const one of list) edit(draft, one);
        });
        const mine = applyPatches(
          structuredClone(before),
          structuredClone(patches) as StatePatch[],
        );
        expect(mine).toEqual(after);
        const kept = start();
        applyPatches(kept, patches as StatePatch[]);
        expect(kept).toEqual(start());
      }),
    );
  });

  it('share what they do not touch, and take a whole new state', () => {
    const before = start();
    const after = applyPatches(before, [
      { op: 'replace', path: ['list', 1, 'rect', 'x'], value: 9 },
      { op: 'replace', path: ['list', 1, 'rect', 'y'], value: 8 },
    ]);
    expect(after.list[1]).toEqual({ id: 2, rect: { x: 9, y: 8 } });
    expect(after.list[0]).toBe(before.list[0]);
    expect(after.byId).toBe(before.byId);
    const whole = start();
    expect(applyPatches(before, [{ op: 'replace', path: [], value: whole }])).toBe(whole);
  });
});

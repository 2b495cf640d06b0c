import { describe, expect, it } from 'vitest';
import type { Transition } from '../../../common/show/transitions.ts';
import { type Carried, type OnAir, Switcher } from '../../../renderer/stage/programme/switcher.ts';

const FPS = 30;
const fade: Transition = { kind: 'fade', durationMs: 300 };
const cut: Transition = { kind: 'cut' };

/** A switcher on scene `a`; `ready` is what getting the next scene ready waits for. */
function open(ready: () => Promise<unknown> | null = () => null) {
  const told: string[] = [];
  const carry = (transition: Transition): Carried =>
    transition.kind === 'fade'
      ? { kind: 'mix', mix: { kind: 'fade' }, durationMs: transition.durationMs }
      : { kind: 'cut' };
  const switcher = new Switcher('a', {
    prepare: ready,
    carry,
    onTransition: (to, byHand) => told.push(`${byHand ? 'hand' : 'transition'} ${to}`),
    onTaken: (sceneId, frame) => told.push(`taken ${sceneId} ${frame}`),
    onNotTaken: () => told.push('notTaken'),
  });
  const at = (frame: number) => look(switcher.at(frame, FPS));
  return { switcher, told, at };
}

const look = (onAir: OnAir): string =>
  onAir.kind === 'mix'
    ? `${onAir.from}-${onAir.to} ${Math.round(onAir.progress * 100)}`
    : onAir.sceneId;

const everything = () => true;

describe('the switcher', () => {
  it('cuts at the next frame', () => {
    const { switcher, told, at } = open();
    expect(at(10)).toBe('a');
    switcher.take('b', cut);
    expect(at(11)).toBe('b');
    expect(told).toEqual(['taken b 11']);
  });

  it('fades for its length, with no frame that repeats an end', () => {
    const { switcher, told, at } = open();
    switcher.take('b', fade);
    const seen = Array.from({ length: 10 }, (_, index) => at(100 + index));
    expect(seen).toEqual([
      ...[11, 22, 33, 44, 56, 67, 78, 89].map((part) => `a-b ${part}`),
      'b',
      'b',
    ]);
    expect(told).toEqual(['transition b', 'taken b 108']);
  });

  it('says the frame that the grid shows the scene alone from, though it was skipped', () => {
    const { switcher, told, at } = open();
    switcher.take('b', fade);
    at(100);
    expect(at(120)).toBe('b');
    expect(told).toEqual(['transition b', 'taken b 108']);
  });

  it('keeps the old scene until the new one is ready', async () => {
    let settle = () => {};
    const ready = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const { switcher, told, at } = open(() => ready);
    switcher.take('b', cut);
    expect(at(1)).toBe('a');
    expect(switcher.next).toBe('b');
    settle();
    await new Promise((resolve) => setTimeout(resolve));
    expect(at(2)).toBe('b');
    expect(told).toEqual(['taken b 2']);
  });

  it('waits half a second at most', async () => {
    const { switcher, at } = open(() => new Promise(() => {}));
    const began = performance.now();
    switcher.take('b', cut);
    let frame = 0;
    while (at(++frame) === 'a') await new Promise((resolve) => setTimeout(resolve, 10));
    const waited = performance.now() - began;
    expect(waited).toBeGreaterThan(400);
    expect(waited).toBeLessThan(1500);
  });

  it('lets a second take win over one that waits, and over one that is under way', () => {
    let hold = true;
    const { switcher, told, at } = open(() => (hold ? new Promise(() => {}) : null));
    switcher.take('b', cut);
    at(1);
    hold = false;
    switcher.take('c', fade);
    expect(at(2)).toBe('a-c 11');
    switcher.take('d', fade);
    expect(at(3)).toBe('c-d 11');
    expect(told).toEqual(['transition c', 'transition d']);
    at(20);
    expect(told.at(-1)).toBe('taken d 11');
  });

  it('shows the scene it ended alone while the next one waits', () => {
    let hold = false;
    const { switcher, told, at } = open(() => (hold ? new Promise(() => {}) : null));
    switcher.take('b', fade);
    at(1);
    hold = true;
    switcher.take('c', cut);
    expect(at(2)).toBe('b');
    expect(told).toEqual(['transition b', 'taken b 2']);
  });

  it('follows the hand on the T-bar, back and to the end', () => {
    const { switcher, told, at } = open();
    switcher.tbar('b', fade, 0);
    expect(at(1)).toBe('a');
    switcher.tbar('b', fade, 0.5);
    expect(at(2)).toBe('a-b 50');
    expect(at(3)).toBe('a-b 50');
    switcher.tbar('b', fade, null);
    expect(at(4)).toBe('a');
    switcher.tbar('b', fade, 0.9);
    switcher.tbar('b', fade, 1);
    // The document that follows says the same; the hand may still move.
    switcher.follow('b', everything);
    switcher.tbar('b', fade, 0.9);
    switcher.tbar('b', fade, null);
    expect(at(5)).toBe('b');
    expect(told).toEqual(['hand b', 'notTaken', 'hand b', 'taken b 5']);
  });

  it('lets a take win over the hand', () => {
    const { switcher, told, at } = open();
    switcher.tbar('b', fade, 0.5);
    at(1);
    switcher.take('c', cut);
    expect(at(2)).toBe('c');
    expect(told).toEqual(['hand b', 'notTaken', 'taken c 2']);
  });

  it('takes a document that names another scene for a cut, and one that names the ordered scene for what it is', () => {
    const { switcher, told, at } = open();
    switcher.take('b', fade);
    switcher.follow('b', everything);
    expect(at(1)).toBe('a-b 11');
    switcher.follow('b', everything);
    expect(at(2)).toBe('a-b 22');
    switcher.follow('c', everything);
    expect(at(3)).toBe('c');
    expect(told).toEqual(['transition b', 'taken c 3']);
  });

  it('shows at once what the document says when the scene on air is gone from it', () => {
    const { switcher, told, at } = open(() => new Promise(() => {}));
    switcher.follow('b', (id) => id !== 'a');
    expect(at(7)).toBe('b');
    expect(told).toEqual(['taken b 7']);
  });

  it('does nothing for the scene that is on air', () => {
    const { switcher, told, at } = open();
    switcher.take('a', fade);
    expect(at(1)).toBe('a');
    expect(told).toEqual([]);
  });
});

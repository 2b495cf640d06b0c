import { produceWithPatches } from 'immer';
import { expect, test } from 'vitest';
import type { StudioBridge } from '../../../common/ipc/bridge.ts';
import type { StatePatch, StudioState } from '../../../common/ipc/contract.ts';
import { ok } from '../../../common/result.ts';
import { linkMirror } from '../../../renderer/ui/app/mirrorLink.ts';
import { type Mirror, type PatchBatch, withBatch } from '../../../renderer/ui/app/state/mirror.ts';
import { sampleState } from './sampleState.ts';

/** Main's side: a state, its sequence number, and a way to hold a snapshot back. */
class Main {
  state: StudioState = sampleState();
  seq = 7;
  snapshots = 0;
  release: (() => void) | null = null;
  held = false;
  #send: ((batch: PatchBatch) => void) | null = null;

  readonly bridge = {
    invoke: async () => {
      this.snapshots++;
      const answer = ok({ seq: this.seq, state: this.state });
      if (this.held) await new Promise<void>((resolve) => (this.release = resolve));
      return answer;
    },
    on: (_event: string, callback: (batch: PatchBatch) => void) => {
      this.#send = callback;
      return () => (this.#send = null);
    },
  } as unknown as Pick<StudioBridge, 'invoke' | 'on'>;

  /** Changes the show's name; the batch is lost when `lost`. */
  rename(name: string, lost = false): PatchBatch {
    const [state, patches] = produceWithPatches(this.state, (draft) => {
      (draft as { show: { meta: { name: string } } }).show.meta.name = name;
    });
    this.state = state;
    const batch = { seq: ++this.seq, patches: patches as StatePatch[] };
    if (!lost) this.#send?.(batch);
    return batch;
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function follow(main: Main) {
  const seen: Mirror[] = [];
  const end = linkMirror(main.bridge, (mirror) => seen.push(mirror));
  return { seen, end, name: () => seen.at(-1)?.studio?.show.meta.name };
}

test('patches in order keep the mirror equal to main, and share what did not change', async () => {
  const main = new Main();
  const { seen, end, name } = follow(main);
  await settled();
  main.rename('a');
  main.rename('b');
  expect(name()).toBe('b');
  expect(seen.at(-1)).toEqual({ seq: main.seq, studio: main.state });
  expect(seen.at(-1)?.studio?.session).toBe(seen[0]?.studio?.session);
  expect(main.snapshots).toBe(1);
  end();
});

test('a missed batch is healed by a snapshot', async () => {
  const main = new Main();
  const { seen, end } = follow(main);
  await settled();
  main.rename('lost', true);
  main.rename('after');
  await settled();
  expect(main.snapshots).toBe(2);
  expect(seen.at(-1)).toEqual({ seq: main.seq, studio: main.state });
  main.rename('on');
  expect(seen.at(-1)?.studio).toEqual(main.state);
  end();
});

test('batches that overtake the snapshot are applied after it, once', async () => {
  const main = new Main();
  main.held = true;
  const { seen, end, name } = follow(main);
  main.rename('while under way');
  main.rename('and again');
  expect(seen).toEqual([]);
  main.release?.();
  await settled();
  expect(name()).toBe('and again');
  expect(seen.at(-1)?.seq).toBe(main.seq);
  expect(main.snapshots).toBe(1);
  end();
});

test('after the end nothing is published', async () => {
  const main = new Main();
  const { seen, end } = follow(main);
  await settled();
  end();
  main.rename('unheard');
  expect(seen).toHaveLength(1);
});

test('a batch that is in the mirror already changes nothing', () => {
  const mirror: Mirror = { seq: 9, studio: sampleState() };
  expect(withBatch(mirror, { seq: 9, patches: [] })).toBe(mirror);
  expect(withBatch(mirror, { seq: 11, patches: [] })).toBe('missed');
  expect(withBatch({ seq: -1, studio: null }, { seq: 0, patches: [] })).toBe('missed');
});

import type { StudioBridge } from '../../../common/ipc/bridge.ts';
import { type Mirror, type PatchBatch, withBatch } from './state/mirror.ts';

/** Wait before asking again for a snapshot that main could not give, milliseconds. */
const RETRY_MS = 500;

/**
 * Keeps a mirror of main's state: a snapshot first, then its patches in order. Batches
 * that arrive while a snapshot is on its way are kept and applied after it.
 * Returns a function that ends it.
 */
export function linkMirror(
  bridge: Pick<StudioBridge, 'invoke' | 'on'>,
  publish: (mirror: Mirror) => void,
): () => void {
  let mirror: Mirror = { seq: -1, studio: null };
  let kept: PatchBatch[] = [];
  let asking = false;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async () => {
    if (asking || ended) return;
    asking = true;
    const answer = await bridge.invoke('state:snapshot', undefined).catch(() => null);
    asking = false;
    if (ended) return;
    if (!answer?.ok) {
      timer = setTimeout(ask, RETRY_MS);
      return;
    }
    mirror = { seq: answer.value.seq, studio: answer.value.state };
    const waiting = kept.sort((a, b) => a.seq - b.seq);
    kept = [];
    for (const batch of waiting) take(batch);
    publish(mirror);
  };

  const take = (batch: PatchBatch): boolean => {
    const next = withBatch(mirror, batch);
    if (next === 'missed') {
      kept.push(batch);
      void ask();
      return false;
    }
    const changed = next !== mirror;
    mirror = next;
    return changed;
  };

  const off = bridge.on('state:patches', (batch) => {
    if (asking) kept.push(batch);
    else if (take(batch)) publish(mirror);
  });
  void ask();
  return () => {
    ended = true;
    clearTimeout(timer);
    off();
  };
}

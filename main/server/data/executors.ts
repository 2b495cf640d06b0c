import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '../../../common/result.ts';
import type { Executor, Opened, Outcome, ThreadEvent, ThreadOrder } from './batch.ts';

/**
 * The database on a thread of its own: a slow disk then never holds up media.
 * @param script the built `thread.ts`
 */
export function openOnThread(file: string, script: URL): Promise<Result<Executor>> {
  const worker = new Worker(script, { workerData: { file } });
  const waiting = new Map<
    number,
    { resolve: (outcomes: readonly Outcome[]) => void; reject: (error: Error) => void }
  >();
  let batches = 0;
  let gone: Error | null = null;
  const post = (order: ThreadOrder) => worker.postMessage(order);
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  const executor = (opened: Opened): Executor => ({
    opened,
    run: (operations) =>
      new Promise((resolve, reject) => {
        if (gone) return reject(gone);
        const batch = ++batches;
        waiting.set(batch, { resolve, reject });
        post({ type: 'run', batch, operations });
      }),
    async close() {
      if (!gone) post({ type: 'close' });
      await ended;
    },
  });

  return new Promise((resolve) => {
    const lost = (why: string) => {
      gone ??= new Error(`the database thread is gone: ${why}`);
      for (const { reject } of waiting.values()) reject(gone);
      waiting.clear();
      resolve(err('INTERNAL', gone.message));
    };
    worker.on('error', (error) => lost(String((error as Error).message)));
    worker.on('exit', (status) => lost(`status ${status}`));
    worker.on('message', (event: ThreadEvent) => {
      if (event.type === 'opened') return resolve(ok(executor(event.opened)));
      if (event.type === 'failed') return resolve({ ok: false, error: event.error });
      const asked = waiting.get(event.batch);
      waiting.delete(event.batch);
      if (event.type === 'done') asked?.resolve(event.outcomes);
      else asked?.reject(new Error(event.message));
    });
  });
}

/** The database on this thread: for the sources as they are, which a thread of Node cannot load. */
export async function openHere(file: string): Promise<Result<Executor>> {
  const { openStore } = await import('./store.ts');
  const started = openStore(file);
  if (!started.ok) return started;
  const { store, opened } = started.value;
  return ok({
    opened,
    run: async (operations) => store.run(operations),
    close: async () => store.close(),
  });
}

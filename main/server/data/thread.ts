import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadEvent, ThreadOrder } from './batch.ts';
import { openStore } from './store.ts';

/** Entry of the thread that has the database to itself; a file of its own in the build. */

const port = parentPort;
if (!port) throw new Error('the database thread is started by the server');
const tell = (event: ThreadEvent) => port.postMessage(event);

const started = openStore((workerData as { file: string }).file);
if (!started.ok) {
  tell({ type: 'failed', error: started.error });
} else {
  const { store, opened } = started.value;
  port.on('message', (order: ThreadOrder) => {
    if (order.type === 'close') {
      store.close();
      port.close();
      return;
    }
    const { batch, operations } = order;
    try {
      tell({ type: 'done', batch, outcomes: store.run(operations) });
    } catch (error) {
      tell({ type: 'lost', batch, message: String((error as Error).message) });
    }
  });
  tell({ type: 'opened', opened });
}

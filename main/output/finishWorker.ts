import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { err, type Result } from '../../common/result.ts';
import { type FinishedFile, finishRecording } from './recorder/index.ts';

type Task = { readonly finish: { readonly source: string; readonly file: string } };

/**
 * `finishRecording` on a thread of its own: an hour of recording takes seconds of work, which
 * must not hold up what is still on the air.
 *
 * @param script the bundle that calls `runFinishTask` when it is loaded as a worker
 */
export const finishInWorker =
  (script: URL) =>
  (source: string, file: string): Promise<Result<FinishedFile>> =>
    new Promise((resolve) => {
      const task: Task = { finish: { source, file } };
      const worker = new Worker(script, { workerData: task });
      const fail = (reason: string) =>
        resolve(err('INTERNAL', `cannot finish ${source}: ${reason}`, { file: source }));
      worker.once('message', resolve);
      worker.once('error', (error) => fail(String(error)));
      worker.once('exit', (status) => fail(`the worker ended with status ${status}`));
    });

/** Whether this thread was started by `finishInWorker`; if so, its work has begun. */
export function runFinishTask(): boolean {
  if (isMainThread) return false;
  const { source, file } = (workerData as Task).finish;
  void finishRecording(source, file).then((result) => parentPort?.postMessage(result));
  return true;
}

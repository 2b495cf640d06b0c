import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { err, type Result } from '../../common/result.ts';
import type { Cut, CutOrder } from '../output/recorder/index.ts';
import { yieldToOthers } from '../supervision/priority.ts';
import type { CutEvent } from './cutEvent.ts';

/**
 * Cuts in a process of its own that ends with the work: whatever a damaged file does to it,
 * neither main nor what is on air notices.
 */
export function cutInProcess(
  order: CutOrder,
  onProgress: (done: number) => void,
): Promise<Result<Cut>> {
  return new Promise((resolve) => {
    const child = utilityProcess.fork(join(import.meta.dirname, 'cut.mjs'), [], {
      serviceName: 'Anchor Studio Cut',
      stdio: 'inherit',
    });
    child.once('spawn', () => {
      if (child.pid) yieldToOthers(child.pid);
      child.postMessage(order);
    });
    child.on('message', (event: CutEvent) => {
      if (event.type === 'progress') return onProgress(event.done);
      resolve(event.result);
      child.kill();
    });
    child.once('exit', (code) =>
      resolve(err('INTERNAL', `cutting ${order.file} ended with status ${code}`)),
    );
  });
}

import type { OutputOrder } from '../../common/ipc/output.ts';
import { maskUrl } from '../../common/live/mask.ts';
import { finishInWorker, runFinishTask } from './finishWorker.ts';
import { createPublisher } from './publishers.ts';
import { OutputService, type Port } from './service.ts';

/** Electron's `process.parentPort`, as far as it is used here. */
type ParentPort = {
  on(
    event: 'message',
    listener: (message: { data: OutputOrder; ports: readonly Port[] }) => void,
  ): void;
  postMessage(message: unknown): void;
};

/** Time to finish the recording after a bug has surfaced, milliseconds. */
const LAST_CHANCE_MS = 10_000;

/** Period of the look whether main still lives, milliseconds. */
const PARENT_CHECK_MS = 500;

function run(parentPort: ParentPort): void {
  const log = (line: string) => {
    process.stderr.write(`${line.replace(/rtmps?:\/\/\S+/gi, maskUrl)}\n`);
  };
  const service = new OutputService({
    post: (event) => parentPort.postMessage(event),
    createPublisher,
    finishRecording: finishInWorker(new URL(import.meta.url)),
    log,
  });

  let leaving = false;

  async function leave(reason: string, status: number): Promise<void> {
    if (leaving) return;
    leaving = true;
    log(`output process ends: ${reason}`);
    setTimeout(() => process.exit(status), LAST_CHANCE_MS).unref();
    await service.close().catch(() => undefined);
    process.exit(status);
  }

  process.on('uncaughtException', (error) => void leave(String(error), 1));
  process.on('unhandledRejection', (error) => void leave(String(error), 1));
  const mainPid = process.ppid;
  setInterval(() => {
    if (process.ppid !== mainPid) void leave('main is gone', 0);
  }, PARENT_CHECK_MS).unref();
  process.on('SIGTERM', () => void leave('told to', 0));
  parentPort.on('message', ({ data, ports }) => service.handle(data, ports[0]));
  parentPort.postMessage({ type: 'ready' });
}

if (!runFinishTask()) run((process as unknown as { parentPort: ParentPort }).parentPort);

import { type CutOrder, cutRecording } from '../output/recorder/index.ts';
import type { CutEvent } from './cutEvent.ts';

/** Electron's `process.parentPort`, as far as it is used here. */
type ParentPort = {
  once(event: 'message', listener: (message: { data: CutOrder }) => void): void;
  postMessage(message: CutEvent): void;
};

/** Period of the look whether main still lives, milliseconds. */
const PARENT_CHECK_MS = 500;
/** Progress is told at most this often, milliseconds. */
const TELL_EVERY_MS = 200;

const { parentPort } = process as unknown as { parentPort: ParentPort };
const mainPid = process.ppid;
setInterval(() => {
  if (process.ppid !== mainPid) process.exit(0);
}, PARENT_CHECK_MS).unref();

parentPort.once('message', ({ data }) => {
  let toldAtMs = performance.now();
  const tell = (done: number) => {
    if (performance.now() - toldAtMs < TELL_EVERY_MS) return;
    toldAtMs = performance.now();
    parentPort.postMessage({ type: 'progress', done });
  };
  void cutRecording(data, tell).then((result) => parentPort.postMessage({ type: 'cut', result }));
});

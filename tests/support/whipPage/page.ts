import type { OutputToStage, StageToOutput } from '../../../common/ipc/output.ts';
import type { StageBridge, StageEvent, StageOrder } from '../../../common/ipc/stage.ts';
import type { ShowState } from '../../../common/show/slices.ts';

/** The stage's own page, with this page in the place of main and of the output process. */
const events: StageEvent[] = [];
let give: (order: StageOrder) => void = () => {};
const bridge: StageBridge = {
  send: (event) => events.push(event),
  onOrder: (callback) => {
    give = callback;
    return () => {};
  },
};
Object.assign(globalThis, { stage: bridge });

let output: MessagePort | null = null;
const counts = { video: 0, audio: 0 };

/** Given by the test. */
declare function fromStage(message: Extract<StageToOutput, { type: 'whip' }>): void;

/** A fresh output process is attached. */
function attachOutput(): void {
  const { port1, port2 } = new MessageChannel();
  output?.close();
  output = port2;
  port2.onmessage = ({ data }: MessageEvent<StageToOutput>) => {
    if (data.type === 'packet' && data.packet.track in counts)
      counts[data.packet.track as keyof typeof counts]++;
    if (data.type === 'whip') fromStage(data);
  };
  window.postMessage({ kind: 'anchor-studio:port', name: 'output' }, '*', [port1]);
}

async function start(show: ShowState): Promise<void> {
  await import('../../../renderer/stage/main.ts');
  const originEpochMs = performance.timeOrigin + performance.now();
  give({ type: 'start', originEpochMs, show, compositor: 'planar', preview: false });
  attachOutput();
}

const harness = {
  start,
  attachOutput,
  order: (order: StageOrder) => give(order),
  toStage: (message: OutputToStage) => output?.postMessage(message),
  /** Packets of the main lane so far. */
  packets: () => ({ ...counts }),
  /** What went wrong so far. */
  failures: () => events.filter(({ type }) => type === 'failed'),
  figures: async () => {
    const requestId = Math.random();
    give({ type: 'getFigures', requestId });
    const answer = events.find((it) => it.type === 'figures' && it.requestId === requestId);
    return answer?.type === 'figures' ? answer.figures : null;
  },
};
export type WhipHarness = typeof harness;
Object.assign(globalThis, { harness });

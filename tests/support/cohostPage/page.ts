import type { CohostEvent } from '../../../common/cohost/stage.ts';
import type { StageToOutput } from '../../../common/ipc/output.ts';
import type { StageBridge, StageEvent, StageOrder } from '../../../common/ipc/stage.ts';
import type { StageFigures, StageTelemetry } from '../../../common/live/telemetry.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import { Programme } from './programme.ts';

/** The stage's own page, with this page in the place of main and of the output process. */
const failures: StageEvent[] = [];
let figures: StageFigures | null = null;
let give: (order: StageOrder) => void = () => {};

/** Given by the test. */
declare function fromStage(event: CohostEvent): void;

const bridge: StageBridge = {
  send(event) {
    if (event.type === 'cohost') fromStage(event.event);
    else if (event.type === 'failed') failures.push(event);
    else if (event.type === 'figures') figures = event.figures;
  },
  onOrder: (callback) => {
    give = callback;
    return () => {};
  },
};
Object.assign(globalThis, { stage: bridge });

const programme = new Programme();

/** What a view of the green room is told: how loud each is at most, and the newest picture. */
let levels: Record<string, number> = {};
let pictures: Record<string, Uint8Array<ArrayBuffer>> = {};
function watch(message: StageTelemetry): void {
  if (message.kind === 'guestPicture') pictures[message.id] = message.jpeg;
  if (message.kind !== 'guestLevels') return;
  for (const [id, db] of Object.entries(message.levels))
    levels[id] = Math.max(levels[id] ?? Number.NEGATIVE_INFINITY, db);
}

/** The middle of somebody's newest picture, and how loud they were, dBFS, since the last call; null where nothing was told. */
async function waiting(
  id: string,
): Promise<{ readonly colour: number[] | null; readonly db: number | null }> {
  const [jpeg, db] = [pictures[id], levels[id] ?? null];
  pictures = {};
  levels = {};
  if (!jpeg) return { colour: null, db };
  const bitmap = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, bitmap.width / 2, bitmap.height / 2, 1, 1, 0, 0, 1, 1);
  bitmap.close();
  return { colour: [...context.getImageData(0, 0, 1, 1).data], db };
}

async function start(show: ShowState): Promise<void> {
  await import('../../../renderer/stage/main.ts');
  const originEpochMs = performance.timeOrigin + performance.now();
  give({ type: 'start', originEpochMs, show, compositor: 'planar', preview: false });
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data }: MessageEvent<StageToOutput>) => programme.take(data);
  window.postMessage({ kind: 'anchor-studio:port', name: 'output' }, '*', [port1]);
  const view = new MessageChannel();
  view.port2.onmessage = ({ data }: MessageEvent<StageTelemetry>) => watch(data);
  window.postMessage({ kind: 'anchor-studio:port', name: 'stage' }, '*', [view.port1]);
  give({ type: 'encode', on: true });
}

const harness = {
  start,
  order: (order: StageOrder) => give(order),
  /** Bytes of somebody's stream, as base64. */
  media: (id: string, base64: string) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    give({ type: 'cohost', order: { type: 'media', id, bytes } });
  },
  /** Colours at places of the newest picture, as it was encoded. */
  colours: (spots: readonly (readonly [number, number])[]) => programme.colours(spots),
  /** How strong tones are in the newest second of sound, as it was encoded, dB. */
  tones: (frequencies: readonly number[]) => programme.tones(frequencies),
  waiting,
  failures: () => failures,
  figures: () => {
    give({ type: 'getFigures', requestId: 1 });
    return figures;
  },
};
export type CohostHarness = typeof harness;
Object.assign(globalThis, { harness });

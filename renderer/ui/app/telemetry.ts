import { useSyncExternalStore } from 'react';
import type { PortMessage, StudioBridge } from '../../../common/ipc/bridge.ts';
import type {
  OutputTelemetry,
  StageFigures,
  StageTelemetry,
  SystemTelemetry,
} from '../../../common/live/telemetry.ts';
import { mediaTold } from './mediaState.ts';

/** The latest figures of each process; null until it has told some. */
export type Figures = {
  readonly stage: StageFigures | null;
  readonly output: OutputTelemetry | null;
  readonly system: SystemTelemetry | null;
};

/** Figures on screen change at most this often, milliseconds. */
const SHOWN_EVERY_MS = 500;

const figureListeners = new Set<() => void>();
const rawListeners = new Set<(figures: Figures) => void>();
type StageListener = (message: StageTelemetry) => void;
const stageListeners = new Map<StageTelemetry['kind'], Set<StageListener>>();
const ports = new Map<PortMessage['name'], MessagePort>();

let latest: Figures = { stage: null, output: null, system: null };
let shown = latest;
let timer: ReturnType<typeof setTimeout> | null = null;

function update(part: Partial<Figures>): void {
  latest = { ...latest, ...part };
  for (const listener of rawListeners) listener(latest);
  timer ??= setTimeout(() => {
    timer = null;
    shown = latest;
    for (const listener of figureListeners) listener();
  }, SHOWN_EVERY_MS);
}

function takeStage(message: StageTelemetry): void {
  if (message.kind === 'figures') update({ stage: message.figures });
  if (message.kind === 'media') mediaTold(message.media);
  for (const listener of stageListeners.get(message.kind) ?? []) listener(message);
}

/** Takes the ports as the preload hands them on; a new one replaces the old. */
export function listenToTelemetry(bridge: Pick<StudioBridge, 'on'>): void {
  window.addEventListener('message', (event: MessageEvent<PortMessage | undefined>) => {
    const port = event.ports[0];
    if (event.origin !== location.origin || event.data?.kind !== 'anchor-studio:port') return;
    if (!port) return;
    const { name } = event.data;
    ports.get(name)?.close();
    ports.set(name, port);
    port.onmessage = ({ data }) => {
      if (name === 'stage') takeStage(data as StageTelemetry);
      else update({ output: data as OutputTelemetry });
    };
  });
  bridge.on('system:telemetry', (system) => update({ system }));
}

/** What the stage tells of one kind as it comes, outside React. Returns an unsubscribe. */
export function onStage<K extends StageTelemetry['kind']>(
  kind: K,
  listener: (message: Extract<StageTelemetry, { kind: K }>) => void,
): () => void {
  const listeners = stageListeners.get(kind) ?? new Set();
  stageListeners.set(kind, listeners);
  listeners.add(listener as StageListener);
  return () => listeners.delete(listener as StageListener);
}

/** Every figure as it comes, outside React. Returns an unsubscribe. */
export function onFigures(listener: (figures: Figures) => void): () => void {
  rawListeners.add(listener);
  return () => rawListeners.delete(listener);
}

const subscribe = (listener: () => void) => {
  figureListeners.add(listener);
  return () => figureListeners.delete(listener);
};

/** A value read from the figures, at most twice a second. Select a text: what reads the same is not drawn again. */
export const useFigures = <T extends string | number | boolean | null>(
  select: (figures: Figures) => T,
): T => useSyncExternalStore(subscribe, () => select(shown));

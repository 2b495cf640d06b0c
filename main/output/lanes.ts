import type { OutputToStage } from '../../common/ipc/output.ts';
import type { Rung } from '../../common/live/ladder.ts';
import { type LaneId, type LaneTarget, MAIN_LANE } from '../../common/media/packet.ts';
import type { StudioError } from '../../common/result.ts';
import type { Hub } from './hub.ts';
import { type PictureWish, planLanes } from './lanePlan.ts';

export type LanesOptions = {
  readonly hub: Hub;
  readonly post: (order: Extract<OutputToStage, { type: 'lanes' }>) => void;
  /** What a sink's picture is encoded at from now on. */
  readonly onEncoded: (id: string, rung: Rung) => void;
  /** A sink stays on the main lane because the one it needs cannot be made. */
  readonly onRefused: (id: string, error: StudioError) => void;
};

/** Orders follow each other at least after this long, ms: sooner when a picture is lowered or moved. */
const ORDER_MS = { raised: 500, urgent: 200 } as const;
/** A bitrate that differs by less than this part stays. */
const WORTH = 0.05;
/** A lane that could not be made is tried again after this long, ms. */
const TRY_AGAIN_MS = 60_000;

/** Keeps the stage's lanes to what the outputs ask for, and each output subscribed to its lane. */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #wishes = new Map<string, PictureWish>();
  /** Outputs that get the picture another way. */
  readonly #others = new Set<string>();
  readonly #failed = new Set<LaneId>();
  #chosen: Rung | null = null;
  #told: { main: boolean; lanes: readonly LaneTarget[] } = { main: true, lanes: [] };
  #toldAtMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /** What the main lane is encoded at. */
  get chosen(): Rung | null {
    return this.#chosen;
  }

  /** The main lane's format says what was chosen. */
  choose(chosen: Rung): void {
    this.#chosen = chosen;
    this.#update();
  }

  /** An output asks for a picture; recordings for what was chosen, in H.264. */
  wish(id: string, wish: PictureWish): void {
    this.#wishes.set(id, wish);
    this.#update();
  }

  /** An output gets the picture another way (WHIP): where all do, nothing need be encoded here. */
  wishNone(id: string): void {
    this.#others.add(id);
    this.#update();
  }

  leave(id: string): void {
    this.#wishes.delete(id);
    this.#others.delete(id);
    this.#update();
  }

  /** A sink has moved: the lane it left may be of no use any more. */
  moved(id: string, lane: LaneId): void {
    this.#tellEncoded(id, lane);
    this.#update();
  }

  /** A new stage knows of no lanes. */
  stageReplaced(): void {
    if (this.#told.lanes.length > 0 || !this.#told.main)
      this.#options.post({ type: 'lanes', ...this.#told });
  }

  failed(lane: LaneId, error: StudioError): void {
    if (lane === MAIN_LANE || this.#failed.has(lane) || !this.#chosen) return;
    const { laneOf } = planLanes(this.#wishes, this.#chosen, this.#failed);
    this.#failed.add(lane);
    setTimeout(() => {
      this.#failed.delete(lane);
      this.#update();
    }, TRY_AGAIN_MS).unref();
    this.#update();
    for (const [id, of] of laneOf) if (of === lane) this.#options.onRefused(id, error);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #update(): void {
    if (!this.#chosen) return;
    const { hub } = this.#options;
    const plan = planLanes(this.#wishes, this.#chosen, this.#failed);
    const inUse = new Set<LaneId>(plan.laneOf.values());
    for (const id of this.#wishes.keys()) inUse.add(hub.laneOf(id) ?? MAIN_LANE);
    // A lane that somebody still gets goes on as it is until he has moved.
    const leaving = this.#told.lanes.filter(
      ({ lane }) => inUse.has(lane) && !plan.lanes.some((it) => it.lane === lane),
    );
    const wanted = {
      main: inUse.has(MAIN_LANE) || (this.#wishes.size === 0 && this.#others.size === 0),
      lanes: [...plan.lanes.map((it) => this.#unlessAlike(it)), ...leaving],
    };
    if (!same(wanted, this.#told) && !this.#order(wanted)) return;
    for (const [id, lane] of plan.laneOf) hub.subscribe(id, lane);
  }

  /** False when it has to wait: then it is looked at again. */
  #order(wanted: { main: boolean; lanes: readonly LaneTarget[] }): boolean {
    const nowMs = performance.now();
    const everyMs = isUrgent(this.#told, wanted) ? ORDER_MS.urgent : ORDER_MS.raised;
    clearTimeout(this.#timer);
    const waitMs = this.#toldAtMs + everyMs - nowMs;
    if (waitMs > 0) {
      this.#timer = setTimeout(() => this.#update(), waitMs);
      this.#timer.unref();
      return false;
    }
    this.#toldAtMs = nowMs;
    this.#told = wanted;
    this.#options.post({ type: 'lanes', ...wanted });
    const { hub } = this.#options;
    hub.keepLanes(new Set(wanted.lanes.map(({ lane }) => lane)));
    for (const id of this.#wishes.keys()) this.#tellEncoded(id, hub.laneOf(id) ?? MAIN_LANE);
    return true;
  }

  #unlessAlike(target: LaneTarget): LaneTarget {
    const told = this.#told.lanes.find(({ lane }) => lane === target.lane);
    if (!told || told.width !== target.width || told.fps !== target.fps) return target;
    return Math.abs(target.kbps - told.kbps) <= WORTH * told.kbps ? told : target;
  }

  #tellEncoded(id: string, lane: LaneId): void {
    const target = this.#told.lanes.find((it) => it.lane === lane);
    const { kbps, fps, width, height } = target ?? (this.#chosen as Rung);
    this.#options.onEncoded(id, { kbps, fps, width, height });
  }
}

type Told = { readonly main: boolean; readonly lanes: readonly LaneTarget[] };

const same = (a: Told, b: Told): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Anything but a bitrate that goes up. */
const isUrgent = (told: Told, wanted: Told): boolean =>
  told.lanes.length !== wanted.lanes.length ||
  told.main !== wanted.main ||
  wanted.lanes.some((it) => {
    const before = told.lanes.find(({ lane }) => lane === it.lane);
    return !before || it.kbps < before.kbps || it.width !== before.width || it.fps !== before.fps;
  });

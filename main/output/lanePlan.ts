import type { Rung } from '../../common/live/ladder.ts';
import {
  type LaneId,
  type LaneTarget,
  MAIN_LANE,
  type VideoCodec,
} from '../../common/media/packet.ts';

/** The picture that one output asks for. */
export type PictureWish = {
  /** What it can take, of what it prefers. */
  readonly codec: VideoCodec;
  /** Null for what was chosen. */
  readonly rung: Rung | null;
};

export type LanePlan = {
  readonly lanes: readonly LaneTarget[];
  readonly laneOf: ReadonlyMap<string, LaneId>;
};

/** The lane that lowered destinations share. */
export const LOW_LANE: LaneId = 'low';
/** Each lane costs an encoder. */
const MAX_LANES = 2;

/**
 * Which lanes are encoded beside the main one, and who gets which. Destinations that are lowered at
 * the same time share `low`, at the lowest of their rungs; another codec has a lane of its own name,
 * lowered as a whole. Where there are too many, or one cannot be encoded, it is H.264 of the main
 * lane (or of `low`).
 */
export function planLanes(
  wishes: ReadonlyMap<string, PictureWish>,
  chosen: Rung,
  failed: ReadonlySet<LaneId>,
): LanePlan {
  const lanes: LaneTarget[] = [];
  const laneOf = new Map<string, LaneId>();
  const codecOf = new Map<string, VideoCodec>();
  const codecLanes = codecsOf(wishes, failed);
  for (const [id, { codec, rung }] of wishes) {
    const actual = codecLanes.has(codec) ? codec : 'h264';
    codecOf.set(id, actual);
    const isLow = actual === 'h264' && rung !== null && !failed.has(LOW_LANE);
    laneOf.set(id, actual !== 'h264' ? actual : isLow ? LOW_LANE : MAIN_LANE);
  }
  for (const lane of new Set(laneOf.values())) {
    if (lane === MAIN_LANE) continue;
    const ids = [...laneOf].filter(([, of]) => of === lane).map(([id]) => id);
    const rungs = ids.map((id) => wishes.get(id)?.rung ?? chosen);
    const codec = codecOf.get(ids[0] as string) ?? 'h264';
    lanes.push({ lane, codec, ...lowestOf(rungs, chosen) });
  }
  return { lanes, laneOf };
}

/** The codecs that get a lane: not more than are left beside the low one. */
function codecsOf(
  wishes: ReadonlyMap<string, PictureWish>,
  failed: ReadonlySet<LaneId>,
): Set<VideoCodec> {
  const all = [...wishes.values()];
  const codecs = (['hevc', 'av1'] as const).filter(
    (codec) => !failed.has(codec) && all.some((wish) => wish.codec === codec),
  );
  const needsLow = (taken: readonly VideoCodec[]) =>
    !failed.has(LOW_LANE) &&
    all.some(({ codec, rung }) => rung !== null && (codec === 'h264' || !taken.includes(codec)));
  const taken =
    codecs.length + (needsLow(codecs) ? 1 : 0) > MAX_LANES ? codecs.slice(0, 1) : codecs;
  return new Set<VideoCodec>(taken);
}

const lowestOf = (rungs: readonly Rung[], chosen: Rung): Rung =>
  rungs.reduce(
    (low, it) => ({
      kbps: Math.min(low.kbps, it.kbps),
      fps: Math.min(low.fps, it.fps),
      width: Math.min(low.width, it.width),
      height: Math.min(low.height, it.height),
    }),
    chosen,
  );

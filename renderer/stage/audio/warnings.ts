import type { Level } from '../../../common/live/telemetry.ts';
import type { WarningKind } from '../../../common/show/schema.ts';
import type { ShowState } from '../../../common/show/slices.ts';
import { MASTER_STRIP } from './mixer/settings.ts';

type SoundWarning = Extract<WarningKind, 'mutedWhileSpeaking' | 'noSound' | 'clipping'>;

/** Louder than this somebody speaks, dBFS of the peaks; and for how long, in all, within the last 2 s. */
const SPEAKING_DB = -36;
const SPEAKING_MS = 400;
/** Each level that speaks counts against this much silence. */
const FORGET_MS = 2000;
/** Quieter than this is no sound, dBFS. */
const SILENT_DB = -60;
const NO_SOUND_MS = 10_000;
/** The top of the converter, dBFS. */
const CLIPPING_DB = -0.05;
const CLIPPING_STAYS_MS = 3000;

type Watch = { spokenMs: number; quietMs: number; clippedAtMs: number };

const loudest = ([left, right]: readonly [number, number]): number => Math.max(left, right);

/**
 * Watches the levels for what a person must know: speaks into a closed microphone, is not heard for
 * 10 s, or is too loud for the converter. Tells only what changes.
 */
export class SoundWarnings {
  readonly #tell: (key: string, on: boolean) => void;
  readonly #watches = new Map<string, Watch>();
  readonly #on = new Set<string>();
  #lastMs: number | null = null;

  constructor(tell: (key: string, on: boolean) => void) {
    this.#tell = tell;
  }

  /** Call it with each tick of the meters. */
  update(levels: Readonly<Record<string, Level>>, show: ShowState, nowMs: number): void {
    // A page that was asleep must not count its sleep as silence.
    const passedMs = Math.min(200, nowMs - (this.#lastMs ?? nowMs));
    this.#lastMs = nowMs;
    for (const [id, level] of Object.entries(levels)) this.#watch(id, level, show, nowMs, passedMs);
    for (const id of this.#watches.keys())
      if (!levels[id]) {
        this.#watches.delete(id);
        for (const kind of ['mutedWhileSpeaking', 'noSound', 'clipping'] as const)
          this.#say(kind, id, false);
      }
  }

  #watch(id: string, level: Level, show: ShowState, nowMs: number, passedMs: number): void {
    const watch = this.#watches.get(id) ?? {
      ...{ spokenMs: 0, quietMs: 0, clippedAtMs: Number.NEGATIVE_INFINITY },
    };
    this.#watches.set(id, watch);
    const isMicrophone = show.sources[id]?.kind === 'microphone';
    const isMuted = isMutedStrip(show, id);
    const input = loudest(level.inputDb);
    const speaks = input > SPEAKING_DB;
    watch.spokenMs = speaks
      ? Math.min(FORGET_MS, watch.spokenMs + passedMs * (FORGET_MS / SPEAKING_MS))
      : Math.max(0, watch.spokenMs - passedMs);
    const wasTold = this.#on.has(`mutedWhileSpeaking:${id}`);
    const speaksOn = wasTold ? watch.spokenMs > 0 : watch.spokenMs >= FORGET_MS;
    this.#say('mutedWhileSpeaking', id, isMicrophone && isMuted && speaksOn);

    // The programme must be heard, and so must a microphone that is open.
    const heard = id === MASTER_STRIP ? loudest(level.peakDb) : input;
    const mustSound = id === MASTER_STRIP || (isMicrophone && !isMuted);
    watch.quietMs = heard > SILENT_DB || !mustSound ? 0 : watch.quietMs + passedMs;
    this.#say('noSound', id, watch.quietMs >= NO_SOUND_MS);

    // The limiter catches what the strips add up to.
    const isCaught = id === MASTER_STRIP && show.mixer.limiterDb !== null;
    const top = id === MASTER_STRIP ? loudest(level.peakDb) : input;
    if (top >= CLIPPING_DB && !isCaught) watch.clippedAtMs = nowMs;
    this.#say('clipping', id, nowMs - watch.clippedAtMs < CLIPPING_STAYS_MS);
  }

  #say(kind: SoundWarning, id: string, on: boolean): void {
    const key = `${kind}:${id}`;
    if (this.#on.has(key) === on) return;
    if (on) this.#on.add(key);
    else this.#on.delete(key);
    this.#tell(key, on);
  }
}

function isMutedStrip({ mixer }: ShowState, id: string): boolean {
  const strip = mixer.strips[id];
  const group = mixer.groups.find((it) => it.id === strip?.groupId);
  return !!strip?.muted || !!group?.muted;
}

import { castDraft } from 'immer';
import type { OutputOrder } from '../../common/ipc/output.ts';
import type { Drill as DrillReport } from '../../common/live/delivery.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { StudioStore } from '../state/store.ts';
import type { OutputFigures } from './broadcast.ts';

export type DrillOptions = {
  readonly store: StudioStore;
  readonly order: (order: OutputOrder) => void;
  /** Counters of the output process; null when it does not answer. */
  readonly figures: () => Promise<OutputFigures | null>;
};

type Findings = NonNullable<DrillReport['result']>;

/** The cut must be felt so soon after the cable is cut, and healed so soon after it is mended, ms. */
const FELT_AFTER_MS = 10_000;
const HEALED_AFTER_MS = 60_000;
/** What waits in the queues of the others when it is back has left after this long, ms. */
const CATCH_UP_MS = 3_000;
const LOOK_MS = 200;
const RECORDER = 'recorder';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What became of every other output between two readings. `later` is taken when the queues had time. */
export function othersBetween(
  before: OutputFigures,
  back: OutputFigures,
  later: OutputFigures,
  of: {
    readonly destinations: readonly { readonly id: string; readonly name: string }[];
    readonly fps: number;
    /** Those whose picture was lower for a while between the readings. */
    readonly lowered?: ReadonlySet<string>;
  },
): Pick<Findings, 'encoded' | 'others'> {
  // While the main lane rests nothing of it comes: then whoever got most says what was made.
  const sentUntilBack = of.destinations.map(
    ({ id }) =>
      (back.destinations[id]?.videoPacketsSent ?? 0) -
      (before.destinations[id]?.videoPacketsSent ?? 0),
  );
  const received = back.received.video - before.received.video;
  const encoded = received > 0 ? received : Math.max(0, ...sentUntilBack);
  const others: Findings['others'][number][] = [];
  const [video, audio] = [
    later.received.video - before.received.video,
    later.received.audio - before.received.audio,
  ];
  // Of packets that were dropped, so many were pictures.
  const pictures = video + audio > 0 ? video / (video + audio) : 1;
  for (const { id, name } of of.destinations) {
    const [from, to] = [before.destinations[id], later.destinations[id]];
    if (!from || !to) continue;
    const sent = Math.max(0, to.videoPacketsSent - from.videoPacketsSent);
    const dropped = Math.max(0, to.dropped - from.dropped) * pictures;
    // One that is sent every other frame is owed no more of them.
    const isWhole =
      !of.lowered?.has(id) && [from, to].every(({ rung }) => rung === null || rung.fps >= of.fps);
    const late = isWhole ? encoded - Math.min(encoded, sent) : 0;
    const missed = Math.min(encoded, Math.max(Math.ceil(dropped), late));
    others.push({ id, name, frames: isWhole ? encoded - missed : Math.min(encoded, sent), missed });
  }
  const recorded = later.recording.videoFrames - before.recording.videoFrames;
  if (recorded > 0 || later.recording.parts) {
    const frames = Math.min(encoded, Math.max(0, recorded));
    others.push({ id: RECORDER, name: '', frames, missed: encoded - frames });
  }
  return { encoded, others };
}

/** Cuts one cable on purpose and counts what became of everything else meanwhile. */
export class Drills {
  readonly #options: DrillOptions;
  #running = false;
  #lowered = new Set<string>();

  constructor(options: DrillOptions) {
    this.#options = options;
  }

  /** Begins one; its end comes in the session. Errors: `BUSY`, `INPUT_INVALID`, `OUTPUT_LOST`. */
  async start(destinationId: string, seconds: number): Promise<Result<null>> {
    const { store, order, figures } = this.#options;
    if (this.#running) return err('BUSY', 'a drill is running: wait for its end');
    if (this.#state(destinationId) !== 'live' || store.state.session.live.state !== 'live')
      return err('INPUT_INVALID', 'a cable can be cut only while its destination is on air');
    this.#running = true;
    this.#lowered = new Set();
    const before = await figures();
    if (!before) {
      this.#running = false;
      return err('OUTPUT_LOST', 'the output process does not answer');
    }
    const others = store.state.show.destinations.filter(
      ({ id }) => id !== destinationId && this.#state(id) === 'live',
    );
    const isRecording = store.state.session.recording.state === 'recording';
    const drill: DrillReport = { destinationId, startedAtMs: Date.now(), seconds, result: null };
    store.session((session) => {
      session.drill = castDraft(drill);
    });
    order({ type: 'drill', id: destinationId, seconds });
    void this.#follow(drill, before, others, isRecording).finally(() => {
      this.#running = false;
    });
    return ok(null);
  }

  #state(id: string): string | undefined {
    return this.#options.store.state.session.destinations[id]?.state;
  }

  async #until(done: () => boolean, ms: number): Promise<void> {
    const untilMs = performance.now() + ms;
    while (!done() && performance.now() < untilMs && this.#onAir) {
      this.#noteLowered();
      await wait(LOOK_MS);
    }
  }

  #noteLowered(): void {
    const { delivery } = this.#options.store.state.session;
    for (const [id, { lowered }] of Object.entries(delivery)) if (lowered) this.#lowered.add(id);
  }

  get #onAir(): boolean {
    return this.#options.store.state.session.live.state === 'live';
  }

  async #follow(
    drill: DrillReport,
    before: OutputFigures,
    others: readonly { readonly id: string; readonly name: string }[],
    isRecording: boolean,
  ): Promise<void> {
    const { store, figures } = this.#options;
    const { destinationId, seconds } = drill;
    const isLive = () => this.#state(destinationId) === 'live';
    await this.#until(() => !isLive(), seconds * 1000 + FELT_AFTER_MS);
    await this.#until(isLive, seconds * 1000 + HEALED_AFTER_MS);
    const back = (await figures()) ?? before;
    const [canvas] = store.state.show.canvases;
    const destinations = others.map(({ id, name }) => ({ id, name }));
    const between = (later: OutputFigures) => {
      const of = { destinations, fps: canvas?.fps ?? 30, lowered: this.#lowered };
      const counted = othersBetween(before, back, later, of);
      if (isRecording) return counted;
      return { ...counted, others: counted.others.filter(({ id }) => id !== RECORDER) };
    };
    let counted = between(back);
    const untilMs = performance.now() + CATCH_UP_MS;
    while (counted.others.some(({ missed }) => missed > 0) && performance.now() < untilMs) {
      await wait(LOOK_MS);
      this.#noteLowered();
      counted = between((await figures()) ?? back);
    }
    const receipt = store.state.session.outages.find(
      (it) => it.destinationId === destinationId && it.fromEpochMs >= drill.startedAtMs,
    );
    const offAirMs = receipt?.offAirMs ?? 0;
    store.session((session) => {
      if (session.drill?.startedAtMs !== drill.startedAtMs) return;
      session.drill.result = castDraft({ offAirMs, ...counted });
    });
  }
}

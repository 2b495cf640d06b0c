import type { OutputToStage, StageToOutput } from '../../common/ipc/output.ts';
import type { LaneTarget } from '../../common/media/packet.ts';
import type { Port } from '../../main/output/service.ts';
import { type Media, makeMedia } from './media.ts';

const FRAME_US = 33_333;

/**
 * A stage without a picture: it plays real media of several bitrates, lane by lane, as the output
 * process orders. A lane plays what is nearest to what was asked for.
 */
export class LaneSource {
  readonly port: Port;
  readonly orders: Extract<OutputToStage, { type: 'lanes' }>[] = [];
  readonly #media: ReadonlyMap<number, Media>;
  readonly #mainKbps: number;
  #listener: (event: { data: StageToOutput }) => void = () => {};
  #main = true;
  #lanes: { target: LaneTarget; kbps: number }[] = [];
  readonly #keyWanted = new Set<string>(['main']);
  #frame = 0;
  #sound = 0;
  #begunMs = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(media: ReadonlyMap<number, Media>, mainKbps: number) {
    this.#media = media;
    this.#mainKbps = mainKbps;
    this.port = {
      on: (_, listener) => {
        this.#listener = listener;
      },
      postMessage: (message) => this.#obey(message as OutputToStage),
      start: () => this.#begin(),
      close: () => clearInterval(this.#timer),
    };
  }

  /** Each bitrate of the picture is encoded once, kilobits per second; the greatest is the main lane's. */
  static async create(kbps: readonly number[]): Promise<LaneSource> {
    const media = new Map<number, Media>();
    // Every frame a keyframe of its own group would not be honest: groups of ten, begun where asked.
    for (const it of kbps) {
      media.set(it, await makeMedia({ seconds: 2, kbps: it, size: '640x360', gopFrames: 10 }));
    }
    return new LaneSource(media, Math.max(...kbps));
  }

  /** Frames of the grid so far. */
  get frames(): number {
    return this.#frame;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #begin(): void {
    this.#begunMs = performance.now();
    this.#tell({ type: 'format', format: this.#of(this.#mainKbps).audio });
    this.#tell({ type: 'format', format: this.#of(this.#mainKbps).video });
    this.#timer = setInterval(() => this.#play(), 5);
  }

  #obey(message: OutputToStage): void {
    if (message.type === 'keyframeWanted') this.#keyWanted.add(message.lane ?? 'main');
    if (message.type !== 'lanes') return;
    this.orders.push(message);
    if (message.main && !this.#main) this.#keyWanted.add('main');
    this.#main = message.main;
    const before = this.#lanes;
    this.#lanes = message.lanes.map((target) => ({ target, kbps: this.#nearest(target.kbps) }));
    for (const { target, kbps } of this.#lanes) {
      const old = before.find((it) => it.target.lane === target.lane);
      if (old?.kbps === kbps) continue;
      this.#keyWanted.add(target.lane);
      this.#tell({ type: 'format', format: { ...this.#of(kbps).video, lane: target.lane } });
    }
  }

  #play(): void {
    const nowUs = (performance.now() - this.#begunMs) * 1_000;
    while (this.#frame * FRAME_US <= nowUs) {
      if (this.#main) this.#picture(this.#mainKbps, undefined);
      for (const { target, kbps } of this.#lanes) this.#picture(kbps, target.lane);
      this.#frame++;
    }
    const { packets } = this.#of(this.#mainKbps);
    const sound = packets.filter(({ track }) => track === 'audio');
    for (;;) {
      const ptsUs = Math.round((this.#sound * 1024 * 1_000_000) / 48_000);
      const packet = sound[this.#sound % sound.length];
      if (ptsUs > nowUs || !packet) return;
      this.#sound++;
      this.#tell({ type: 'packet', packet: { ...packet, ptsUs, dtsUs: ptsUs } });
    }
  }

  /** A keyframe that is wanted comes with the next group: what plays is real media. */
  #picture(kbps: number, lane: string | undefined): void {
    const frames = this.#of(kbps).packets.filter(({ track }) => track === 'video');
    const packet = frames[this.#frame % frames.length];
    if (!packet) return;
    const name = lane ?? 'main';
    if (this.#keyWanted.has(name)) {
      if (!packet.keyframe) {
        // A lane that has just begun has nothing to send before its first keyframe.
        if (lane !== undefined) return;
      } else this.#keyWanted.delete(name);
    }
    const dtsUs = Math.round(this.#frame * FRAME_US);
    this.#tell({
      type: 'packet',
      packet: { ...packet, ...(lane && { lane }), ptsUs: dtsUs, dtsUs },
    });
  }

  #nearest(kbps: number): number {
    const all = [...this.#media.keys()].sort((a, b) => a - b);
    return all.findLast((it) => it <= kbps * 1.05) ?? (all[0] as number);
  }

  #of(kbps: number): Media {
    return this.#media.get(kbps) as Media;
  }

  #tell(message: StageToOutput): void {
    this.#listener({ data: message });
  }
}

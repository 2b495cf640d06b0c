import type { Rung } from '../../../common/live/ladder.ts';
import { type LadderDecision, PAUSE_MS, type RoadLook, SendLadder } from './sendLadder.ts';

// In Chromium since 123; not in TypeScript's DOM library.
type SendParameters = RTCRtpSendParameters & { degradationPreference?: string };

/** What the show is encoded as: the most that is sent. */
export type Chosen = { readonly rung: Rung; readonly audioKbps: number };

export type PictureNews = Pick<LadderDecision, 'rung' | 'linkKbps'>;

/** The picture of one connection: its encoder's orders follow the ladder. */
export class SentPicture {
  readonly #sender: RTCRtpSender;
  readonly #ladder: SendLadder;
  readonly #tell: (news: PictureNews) => void;
  readonly #renew: () => Promise<void>;
  #chosen: Chosen;
  #isPaused = false;
  #applied = '';
  #told = 'null';
  #mostKbps: number;

  /**
   * @param tell what is sent from now on, where that changes
   * @param renew begins the encoder anew: with it goes what waits, and what could be asked for again
   */
  constructor(
    sender: RTCRtpSender,
    chosen: Chosen,
    tell: (news: PictureNews) => void,
    renew: () => Promise<void>,
  ) {
    this.#sender = sender;
    this.#renew = renew;
    this.#chosen = chosen;
    this.#ladder = new SendLadder(chosen.rung, chosen.audioKbps);
    this.#tell = tell;
    this.#mostKbps = chosen.rung.kbps;
  }

  choose(chosen: Chosen): Promise<void> {
    this.#chosen = chosen;
    this.#ladder.choose(chosen.rung, chosen.audioKbps);
    this.#mostKbps = chosen.rung.kbps;
    return this.#apply();
  }

  /** Looks at the road, and does what follows. */
  async look(road: RoadLook): Promise<void> {
    if (this.#isPaused) return;
    const decision = this.#ladder.look(road);
    if (!decision) return;
    const { rung, linkKbps, pause, mostKbps } = decision;
    if (JSON.stringify(rung) !== this.#told) this.#tell({ rung, linkKbps });
    this.#told = JSON.stringify(rung);
    this.#mostKbps = mostKbps;
    if (pause) await this.#pause();
    await this.#apply();
  }

  /**
   * Nothing is sent for a while. Else what the road lost is repeated for seconds, before all that is
   * new, of a picture that is about to begin with a keyframe anyway.
   */
  async #pause(): Promise<void> {
    this.#isPaused = true;
    await this.#set((encoding) => {
      encoding.active = false;
    });
    await Promise.all([this.#renew(), new Promise((resolve) => setTimeout(resolve, PAUSE_MS))]);
    this.#isPaused = false;
    this.#applied = '';
  }

  /** Brings the encoder to what the ladder says; it begins anew with a keyframe where the size is another. */
  async #apply(): Promise<void> {
    if (this.#isPaused) return;
    const { rung: chosen } = this.#chosen;
    const rung = this.#ladder.rung ?? chosen;
    const { fps, height } = rung;
    const wanted = JSON.stringify([fps, height, this.#mostKbps]);
    if (wanted === this.#applied) return;
    this.#applied = wanted;
    await this.#set((encoding) => {
      encoding.active = true;
      encoding.maxBitrate = Math.round(this.#mostKbps * 1000);
      encoding.maxFramerate = fps;
      encoding.scaleResolutionDownBy = Math.max(1, chosen.height / height);
    });
  }

  async #set(change: (encoding: RTCRtpEncodingParameters) => void): Promise<void> {
    const parameters = this.#sender.getParameters() as SendParameters;
    // A lower bitrate is a coarser picture, never one that stands still: frame rate and size are the ladder's.
    parameters.degradationPreference = 'maintain-framerate';
    for (const encoding of parameters.encodings) change(encoding);
    // A connection that has just been closed takes none.
    await this.#sender.setParameters(parameters).catch(() => undefined);
  }
}

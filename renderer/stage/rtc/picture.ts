import type { Rung } from '../../../common/live/ladder.ts';
import { type LadderDecision, type RoadLook, SendLadder } from './sendLadder.ts';

// In Chromium; not in TypeScript's DOM library.
type SendParameters = RTCRtpSendParameters & { degradationPreference?: string };

type SetParameters = (
  parameters: SendParameters,
  options: { readonly encodingOptions: readonly { readonly keyFrame: boolean }[] },
) => Promise<void>;

/** What the show is encoded as: the most that is sent. */
export type Chosen = { readonly rung: Rung; readonly audioKbps: number };

export type PictureNews = Pick<LadderDecision, 'rung' | 'linkKbps'>;

/** The picture of one connection: its encoder's orders follow the ladder. */
export class SentPicture {
  readonly #sender: RTCRtpSender;
  readonly #ladder: SendLadder;
  readonly #tell: (news: PictureNews) => void;
  readonly #renew: (kbps: number) => Promise<void>;
  #chosen: Rung;
  #applied = '';
  #told = '';
  #isPaused = false;

  /**
   * @param tell what is sent from now on, where that changes
   * @param renew makes the sender anew, with a first estimate: with it goes what waits, and what could be asked for again
   */
  constructor(
    sender: RTCRtpSender,
    chosen: Rung,
    tell: (news: PictureNews) => void,
    renew: (kbps: number) => Promise<void>,
  ) {
    this.#sender = sender;
    this.#renew = renew;
    this.#chosen = chosen;
    this.#ladder = new SendLadder(chosen);
    this.#tell = tell;
  }

  choose(chosen: Rung): Promise<void> {
    this.#chosen = chosen;
    return this.#apply(this.#ladder.choose(chosen));
  }

  /** Looks at the road, and does what follows. */
  async look(road: RoadLook): Promise<void> {
    const decision = this.#ladder.look(road);
    if (!decision) return;
    const { rung, linkKbps, anew } = decision;
    const told = rung ? `${rung.height} ${rung.fps}` : '';
    if (told !== this.#told || anew) this.#tell({ rung, linkKbps });
    this.#told = told;
    if (anew) return this.#beginAnew(anew);
    await this.#apply(decision);
  }

  async #beginAnew({ kbps, afterMs }: NonNullable<LadderDecision['anew']>): Promise<void> {
    const { track } = this.#sender;
    if (!track || this.#isPaused) return;
    this.#isPaused = true;
    await this.#sender.replaceTrack(null).catch(() => undefined);
    const pause = new Promise((resolve) => setTimeout(resolve, afterMs));
    await Promise.all([this.#renew(kbps), pause]);
    this.#isPaused = false;
    await this.#apply(this.#ladder.decision);
    await this.#sender.replaceTrack(track).catch(() => undefined);
  }

  /** Brings the encoder to what the ladder says; it begins anew with a keyframe where the size is another. */
  async #apply({ rung, mostKbps, keyframe }: LadderDecision): Promise<void> {
    const { fps, height } = rung ?? this.#chosen;
    if (this.#isPaused) return;
    const wanted = JSON.stringify([fps, height, mostKbps, this.#chosen]);
    if (wanted === this.#applied && !keyframe) return;
    this.#applied = wanted;
    const parameters = this.#sender.getParameters() as SendParameters;
    // Frame rate and size of a lowered picture are the ladder's: a lower bitrate is a coarser picture, not one that stands still.
    parameters.degradationPreference = rung ? 'maintain-framerate' : 'balanced';
    for (const encoding of parameters.encodings) {
      encoding.maxBitrate = Math.round(mostKbps * 1000);
      if (rung) encoding.maxFramerate = fps;
      else delete encoding.maxFramerate;
      encoding.scaleResolutionDownBy = Math.max(1, this.#chosen.height / height);
    }
    // A connection that has just been closed takes none.
    const set = this.#sender.setParameters as SetParameters;
    const encodingOptions = parameters.encodings.map(() => ({ keyFrame: keyframe }));
    await set.call(this.#sender, parameters, { encodingOptions }).catch(() => undefined);
  }
}

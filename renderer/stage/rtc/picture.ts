import type { Rung } from '../../../common/live/ladder.ts';
import { type LadderDecision, type RoadLook, SendLadder } from './sendLadder.ts';

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
  #chosen: Rung;
  #applied = '';
  #told = 'null';

  /** @param tell what is sent from now on, where that changes */
  constructor(sender: RTCRtpSender, chosen: Rung, tell: (news: PictureNews) => void) {
    this.#sender = sender;
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
    const { rung, linkKbps } = decision;
    const told = JSON.stringify(rung);
    if (told !== this.#told) this.#tell({ rung, linkKbps });
    this.#told = told;
    await this.#apply(decision);
  }

  /** Brings the encoder to what the ladder says; it begins anew with a keyframe where the size is another. */
  async #apply({ rung, mostKbps }: LadderDecision): Promise<void> {
    const { fps, height } = rung ?? this.#chosen;
    const wanted = JSON.stringify([fps, height, mostKbps, this.#chosen]);
    if (wanted === this.#applied) return;
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
    await this.#sender.setParameters(parameters).catch(() => undefined);
  }
}

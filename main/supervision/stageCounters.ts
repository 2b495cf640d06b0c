import { NO_STAGE_FIGURES, type StageFigures } from '../../common/live/telemetry.ts';

/** Frames of the stage that runs and of all that were lost before it. */
export class StageCounters {
  #lost: StageFigures = NO_STAGE_FIGURES;
  #last: StageFigures = NO_STAGE_FIGURES;
  #restarts = 0;

  /** Stages lost and replaced. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Keeps what the running stage says of itself, so that it is known should that stage be lost. */
  heard(figures: StageFigures): void {
    if (figures.composed >= this.#last.composed) this.#last = figures;
  }

  /** The running stage was lost with what it last said. */
  stageLost(): void {
    this.#restarts++;
    this.#lost = { ...NO_STAGE_FIGURES, ...this.sums() };
    this.#last = NO_STAGE_FIGURES;
  }

  /** All stages together. */
  sums(): Pick<StageFigures, 'composed' | 'encoded' | 'skipped' | 'encodedAudioFrames'> {
    return {
      composed: this.#lost.composed + this.#last.composed,
      encoded: this.#lost.encoded + this.#last.encoded,
      skipped: this.#lost.skipped + this.#last.skipped,
      encodedAudioFrames: this.#lost.encodedAudioFrames + this.#last.encodedAudioFrames,
    };
  }
}

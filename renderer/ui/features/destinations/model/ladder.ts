import { LADDER, type Rung, rungAt } from '../../../../../common/live/ladder.ts';

/** One line of the ladder, for the picture that was chosen. */
export type LadderLine = {
  /** The step holds while the link carries at least so much, kilobits per second; null for the last. */
  readonly fromKbps: number | null;
  readonly rung: Rung;
};

/** The ladder in the figures of the chosen picture. The bitrate of a line is the most it is sent with. */
export const ladderLines = (chosen: Rung): LadderLine[] =>
  LADDER.map(({ share }, step) => {
    const above = LADDER[step - 1]?.share ?? 1;
    return {
      fromKbps: share === 0 ? null : Math.round(share * chosen.kbps),
      rung: rungAt(step, above * chosen.kbps, chosen),
    };
  });

/** A picture as hosts call it, e.g. `1080p`. The lesser side counts, as in an upright picture. */
export const pictureName = ({ width, height }: Pick<Rung, 'width' | 'height'>): string =>
  `${Math.min(width, height)}p`;

import type { RemoteStats } from '../../../../common/cohost/stage.ts';

export type Quality = 'none' | 'good' | 'fair' | 'poor';

/**
 * How well somebody is seen and heard, by the worst of the figures.
 * @param isWhole whether they send all of their picture; who waits sends a small one, or none
 */
export function qualityOf(stats: RemoteStats | undefined, isWhole = true): Quality {
  if (!stats) return 'none';
  const { state, loss, rttMs, fps, width } = stats;
  if (state === 'connecting') return 'none';
  if (state !== 'connected' || loss > 0.08 || (rttMs ?? 0) > 500) return 'poor';
  // A camera that is off sends no picture; that is no fault of the line.
  const isSlow = isWhole && width > 0 && fps > 0 && fps < 15;
  return loss > 0.02 || (rttMs ?? 0) > 200 || isSlow ? 'fair' : 'good';
}

import { useTranslation } from 'react-i18next';
import type { CohostPerson } from '../../../../common/cohost/desk.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { type Quality, qualityOf } from './quality.ts';

const faces: Record<Quality, { readonly bars: number; readonly look: string }> = {
  none: { bars: 0, look: 'fill-text-2' },
  poor: { bars: 1, look: 'fill-air-text' },
  fair: { bars: 2, look: 'fill-warn' },
  good: { bars: 3, look: 'fill-preview' },
};

/** Good, fair or poor: by how many bars stand, and by colour. */
export function QualitySign({ person: { userId, seat } }: { person: CohostPerson }) {
  const { t } = useTranslation();
  const quality = useStudio(({ session }) =>
    qualityOf(session.cohost.stats[`guest:${userId}`], seat !== null),
  );
  const { bars, look } = faces[quality];
  const words = t(`guests.quality.${quality}`);
  return (
    <svg role="img" aria-label={words} viewBox="0 0 16 16" className={cx('size-4 shrink-0', look)}>
      <title>{words}</title>
      {[1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={bar * 5 - 4}
          y={14 - bar * 4}
          width={3.5}
          height={bar * 4}
          rx={1}
          className={bar > bars ? 'fill-control-hover' : undefined}
        />
      ))}
    </svg>
  );
}

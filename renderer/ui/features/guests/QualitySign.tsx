import { SignalHigh, SignalLow, SignalMedium, SignalZero } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CohostPerson } from '../../../../common/cohost/desk.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { type Quality, qualityOf } from './quality.ts';

const faces = {
  none: { Icon: SignalZero, look: 'text-text-3' },
  good: { Icon: SignalHigh, look: 'text-preview' },
  fair: { Icon: SignalMedium, look: 'text-warn' },
  poor: { Icon: SignalLow, look: 'text-air-text' },
} as const satisfies Record<Quality, unknown>;

/** Good, fair or poor, by shape and colour. */
export function QualitySign({ person: { userId } }: { person: CohostPerson }) {
  const { t } = useTranslation();
  const quality = useStudio(({ session }) => qualityOf(session.cohost.stats[`guest:${userId}`]));
  const { Icon, look } = faces[quality];
  const words = t(`guests.quality.${quality}`);
  return (
    <span role="img" aria-label={words} title={words} className={cx('shrink-0 px-0.5', look)}>
      <Icon className="size-4" aria-hidden />
    </span>
  );
}

import { LayoutGrid } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type SeatLayout, seatLayouts } from '../../../../common/cohost/layout.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { LabelledSelect } from '../../components/LabelledSelect.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';

/** Option values must not be empty. */
const BEST = 'best';

/** How everybody stands in the picture, and whether that is done by itself. */
export function Arrange() {
  const { t } = useTranslation();
  const arranges = useStudio(({ session }) => session.cohost.arranges);
  const layout = useStudio(({ session }) => session.cohost.layout);
  return (
    <section
      aria-label={t('guests.arrange')}
      className="flex flex-col gap-2.5 rounded-lg border border-line bg-raised p-3"
    >
      <SwitchRow
        label={t('guests.arrange')}
        hint={t('guests.arrangeHint')}
        checked={arranges}
        onCheckedChange={(next) => void ask('cohost:arrange', { arranges: next, layout })}
      />
      <LabelledSelect
        label={t('guests.layout')}
        value={layout ?? BEST}
        options={[
          { value: BEST, label: t('guests.layouts.best') },
          ...seatLayouts
            .filter((it) => it !== 'solo')
            .map((value) => ({ value, label: t(`guests.layouts.${value}`) })),
        ]}
        onChoose={(value) =>
          void ask('cohost:arrange', {
            arranges,
            layout: value === BEST ? null : (value as SeatLayout),
          })
        }
      />
      {arranges ? null : (
        <Button size="sm" className="self-start" onClick={() => void ask('cohost:arrangeNow')}>
          <LayoutGrid className="size-3.5" aria-hidden />
          {t('guests.arrangeNow')}
        </Button>
      )}
    </section>
  );
}

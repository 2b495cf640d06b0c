import { useTranslation } from 'react-i18next';
import { cohostLimits } from '../../../../common/cohost/desk.ts';
import { useStudio } from '../../app/hooks.ts';
import { LabelledSelect } from '../../components/LabelledSelect.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';
import { host } from './host.ts';

/** How many seats there are, and whether viewers may raise a hand. */
export function DeskRules() {
  const { t } = useTranslation();
  const seats = useStudio(({ session }) => session.cohost.desk?.seats ?? 0);
  const open = useStudio(({ session }) => session.cohost.desk?.open ?? false);
  const choices = Array.from({ length: cohostLimits.guests + 1 }, (_, at) => String(at));
  return (
    <>
      <SwitchRow
        label={t('guests.open')}
        hint={t('guests.openHint')}
        checked={open}
        onCheckedChange={(next) => host({ do: 'open', open: next })}
      />
      <LabelledSelect
        label={t('guests.seats')}
        value={String(seats)}
        options={choices.map((value) => ({
          value,
          label: t('guests.seatCount', { count: Number(value) }),
        }))}
        onChoose={(value) => host({ do: 'seats', seats: Number(value) })}
      />
    </>
  );
}

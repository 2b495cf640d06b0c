import { useTranslation } from 'react-i18next';
import { LAST_SEAT } from '../../../../../common/show/seats.ts';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { setSource } from '../edits.ts';
import { seatName } from '../model/seats.ts';

/** Whose seat it shows, and what is written into the picture. */
export function GuestSettings({ source }: { source: SourceOf<'guest'> }) {
  const { t } = useTranslation();
  return (
    <>
      <LabelledSelect
        label={t('sources.guest.seat')}
        value={String(source.seat)}
        options={Array.from({ length: LAST_SEAT }, (_, index) => ({
          value: String(index + 1),
          label: seatName(index + 1, t),
        }))}
        onChoose={(seat) => void setSource(source, { seat: Number(seat) })}
      />
      <SwitchRow
        label={t('sources.guest.nameTag')}
        checked={source.nameTag}
        onCheckedChange={(nameTag) => void setSource(source, { nameTag })}
      />
      <SwitchRow
        label={t('sources.guest.speakingBorder')}
        checked={source.speakingBorder}
        onCheckedChange={(speakingBorder) => void setSource(source, { speakingBorder })}
      />
    </>
  );
}

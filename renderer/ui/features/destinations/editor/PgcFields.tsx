import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Pgc } from '../../../../../common/show/schema.ts';
import { useClock } from '../../../app/clock.ts';
import { TextField } from '../../../components/Field.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { formatWhen } from '../when.ts';
import type { TabProps } from './props.ts';
import { SecretField } from './SecretField.tsx';

type Part = 'pushDomain' | 'playDomain' | 'app' | 'stream';

/** What Tencent's push and play addresses are made of. */
export function PgcFields({
  pgc,
  onDraft,
  destinationId,
  secrets,
  faultOf,
}: TabProps & { pgc: Pgc }) {
  const { t } = useTranslation();
  const set = (part: Partial<Pgc>) => onDraft({ pgc: { ...pgc, ...part } });
  const part = (name: Part, placeholder: string) => (
    <TextField
      label={t(`destinations.pgc.${name}`)}
      value={pgc[name]}
      maxLength={200}
      spellCheck={false}
      autoComplete="off"
      placeholder={placeholder}
      hint={name === 'playDomain' ? t('destinations.pgc.playDomainHint') : undefined}
      error={faultOf(name)}
      onChange={({ target }) => set({ [name]: target.value })}
    />
  );
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-x-4 gap-y-3">
        {part('pushDomain', 'push.example.com')}
        {part('playDomain', 'play.example.com')}
        {part('app', 'live')}
        {part('stream', 'room8021')}
        <SegmentedControl
          titled
          label={t('destinations.pgc.hash')}
          value={pgc.hash}
          options={[
            { value: 'md5', label: 'MD5' },
            { value: 'sha256', label: 'SHA-256' },
          ]}
          onChoose={(hash) => set({ hash })}
        />
        <NumberField
          label={t('destinations.pgc.validHours')}
          value={pgc.validHours}
          min={0.1}
          max={8760}
          decimals={1}
          unit={t('destinations.pgc.hours')}
          hint={useGoodUntil(pgc.validHours)}
          onEdit={async (validHours) => set({ validHours })}
        />
      </div>
      <SecretField
        field={secrets.pushKey}
        which="pushKey"
        label={t('destinations.pgc.pushKey')}
        destinationId={destinationId}
      />
    </>
  );
}

/** When an address that is made now ends. */
function useGoodUntil(validHours: number): string {
  const { t } = useTranslation();
  const when = useClock((now) => formatWhen(now + validHours * 3_600_000, i18next.language));
  return t('destinations.pgc.goodUntil', { when });
}

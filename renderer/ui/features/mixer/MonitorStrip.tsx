import { Headphones } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDb } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { Select } from '../../components/Select.tsx';
import { Fader } from './Fader.tsx';
import { Scale } from './Scale.tsx';
import { StripFrame } from './StripFrame.tsx';

const OFF = 'off';
/** Chromium's name for the system's own choice. */
const DEFAULT = 'default';

/** What is heard on this machine, and where. It changes nothing that viewers hear. */
export function MonitorStrip() {
  const { t } = useTranslation();
  const { deviceId, gainDb } = useStudio(({ show }) => show.mixer.monitor);
  const speakers = useStudio(({ session }) => session.speakers);
  const soloed = useStudio(({ show }) => Object.values(show.mixer.strips).some((it) => it.solo));
  const options = [
    { value: OFF, label: t('mixer.monitorOff') },
    { value: DEFAULT, label: t('mixer.monitorDefault') },
    ...speakers.map(({ id, label }) => ({ value: id, label: label || t('mixer.unnamedSpeaker') })),
  ];
  if (deviceId && !options.some(({ value }) => value === deviceId))
    options.push({ value: deviceId, label: t('mixer.goneSpeaker') });
  const name = t('mixer.monitorTitle');
  return (
    <StripFrame label={name} note={soloed ? t('mixer.soloHeard') : ''} tone="group">
      <div className="flex min-h-0 flex-1 justify-center gap-1.5 py-1">
        <Scale />
        <Fader
          label={t('mixer.gain', { name })}
          gainDb={gainDb}
          onGain={(gain, gesture) =>
            change(
              { type: 'mixer/monitorChanged', payload: { change: { gainDb: gain } } },
              { gesture },
            )
          }
        />
      </div>
      <p className="flex items-center gap-1.5 text-sm text-text-2">
        <Headphones className="size-3.5" aria-hidden />
        <span className="figures">{formatDb(gainDb)}</span>
      </p>
      <Select
        label={t('mixer.monitorDevice')}
        value={deviceId ?? OFF}
        options={options}
        onValueChange={(value) =>
          void change({
            type: 'mixer/monitorChanged',
            payload: { change: { deviceId: value === OFF ? null : value } },
          })
        }
      />
    </StripFrame>
  );
}

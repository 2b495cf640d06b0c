import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { useStudio } from '../../../app/hooks.ts';
import { ask } from '../../../app/studio.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Select } from '../../../components/Select.tsx';
import { setSource } from '../edits.ts';

type Props = { source: SourceOf<'camera'> | SourceOf<'microphone'> };

/** Which of the system's cameras or microphones. One that is gone stays in the list while it is chosen. */
export function DeviceChoice({ source }: Props) {
  const { t } = useTranslation();
  const { id, kind, deviceId } = source;
  const troubled = useStudio(({ session }) => session.sourceProblems[id] !== undefined);
  const devices = useStudio(({ session }) =>
    kind === 'camera' ? session.cameras : session.microphones,
  );
  const options = [
    { value: 'default', label: t('sources.defaultDevice') },
    ...devices
      .filter((device) => device.id !== 'default' && device.id !== '')
      .map((device) => ({ value: device.id, label: device.label || t('sources.unnamedDevice') })),
  ];
  if (!options.some((option) => option.value === deviceId)) {
    options.push({ value: deviceId, label: t('sources.goneDevice') });
  }
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm text-text-2">{t('sources.device')}</span>
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <Select
            label={t(`sources.kinds.${kind}`)}
            value={deviceId}
            options={options}
            onValueChange={(value) => void setSource(source, { deviceId: value })}
          />
        </div>
        <IconButton
          label={t('sources.refreshDevices')}
          size="md"
          onClick={() => void ask('devices:refresh')}
        >
          <RefreshCw aria-hidden />
        </IconButton>
      </div>
      {devices.length === 0 && !troubled ? (
        <p className="text-sm text-text-2">{t(`sources.noDevice.${kind}`)}</p>
      ) : null}
    </div>
  );
}

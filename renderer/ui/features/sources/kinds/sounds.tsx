import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { SliderField } from '../../../components/SliderField.tsx';
import { setSource } from '../edits.ts';
import { DeviceChoice } from './DeviceChoice.tsx';

export function MicrophoneSettings({ source }: { source: SourceOf<'microphone'> }) {
  const { t } = useTranslation();
  return (
    <>
      <DeviceChoice source={source} />
      <p className="text-sm text-text-2">{t('sources.microphoneHint')}</p>
    </>
  );
}

export function ToneSettings({ source }: { source: SourceOf<'tone'> }) {
  const { t } = useTranslation();
  return (
    <>
      <SliderField
        label={t('sources.tone.frequency')}
        value={source.frequencyHz}
        min={20}
        max={20_000}
        middle={1000}
        step={10}
        unit="Hz"
        initial={1000}
        onEdit={(frequencyHz, gesture) => setSource(source, { frequencyHz }, gesture)}
      />
      <SegmentedControl
        titled
        label={t('sources.tone.pattern')}
        value={source.pattern}
        options={[
          { value: 'steady', label: t('sources.tone.steady') },
          { value: 'beep', label: t('sources.tone.beep') },
        ]}
        onChoose={(pattern) => void setSource(source, { pattern })}
      />
    </>
  );
}

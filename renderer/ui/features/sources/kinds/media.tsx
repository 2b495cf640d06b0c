import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { useMedia } from '../../../app/mediaState.ts';
import { Fold } from '../../../components/Fold.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { SliderField } from '../../../components/SliderField.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { setSource } from '../edits.ts';
import { FileList } from '../FileList.tsx';
import { Transport } from './Transport.tsx';

/** Longest place in a file, seconds: a day. */
const MAX_SECONDS = 86_400;

/** What is played, how, and what is seen before and after. */
export function MediaSettings({ source }: { source: SourceOf<'media'> }) {
  const { t } = useTranslation();
  const current = useMedia(source.id, (media) => (media ? media.index : -1));
  return (
    <>
      <Transport source={source} />
      <FileList
        label={t('sources.media.files')}
        purpose="media"
        paths={source.paths}
        current={source.paths.length > 1 ? current : undefined}
        onChange={(paths) => void setSource(source, { paths })}
      />
      <SegmentedControl
        titled
        label={t('sources.media.loop')}
        value={source.loop}
        options={[
          { value: 'off', label: t('sources.media.loopOff') },
          { value: 'one', label: t('sources.media.loopOne') },
          { value: 'all', label: t('sources.media.loopAll') },
        ]}
        onChoose={(loop) => void setSource(source, { loop })}
      />
      <SegmentedControl
        titled
        label={t('sources.media.whenShown')}
        value={source.whenShown}
        options={[
          { value: 'restart', label: t('sources.media.restart') },
          { value: 'continue', label: t('sources.media.continue') },
        ]}
        onChoose={(whenShown) => void setSource(source, { whenShown })}
      />
      <SegmentedControl
        titled
        label={t('sources.media.atEnd')}
        value={source.atEnd}
        options={[
          { value: 'hold', label: t('sources.media.hold') },
          { value: 'hide', label: t('sources.media.hide') },
        ]}
        onChoose={(atEnd) => void setSource(source, { atEnd })}
      />
      <Fold title={t('sources.media.more')}>
        <SliderField
          label={t('sources.media.speed')}
          value={source.speed}
          min={0.25}
          max={4}
          middle={1}
          decimals={2}
          step={0.05}
          unit="×"
          initial={1}
          onEdit={(speed, gesture) => setSource(source, { speed }, gesture)}
        />
        <CutPoints source={source} />
        <SwitchRow
          label={t('sources.media.hardware')}
          hint={t('sources.media.hardwareHint')}
          checked={source.hardwareDecoding}
          onCheckedChange={(hardwareDecoding) => void setSource(source, { hardwareDecoding })}
        />
      </Fold>
    </>
  );
}

function CutPoints({ source }: { source: SourceOf<'media'> }) {
  const { t } = useTranslation();
  const { inSeconds, outSeconds } = source;
  const seconds = { decimals: 1, step: 0.5, unit: 's' } as const;
  return (
    <>
      <div className="flex gap-2">
        <NumberField
          {...seconds}
          label={t('sources.media.in')}
          value={inSeconds}
          min={0}
          max={outSeconds === null ? MAX_SECONDS : Math.max(0, outSeconds - 0.1)}
          onEdit={(value, gesture) => setSource(source, { inSeconds: value }, gesture)}
          className="flex-1"
        />
        {outSeconds === null ? (
          <div className="flex-1" />
        ) : (
          <NumberField
            {...seconds}
            label={t('sources.media.out')}
            value={outSeconds}
            min={inSeconds + 0.1}
            max={MAX_SECONDS}
            onEdit={(value, gesture) => setSource(source, { outSeconds: value }, gesture)}
            className="flex-1"
          />
        )}
      </div>
      <SwitchRow
        label={t('sources.media.toTheEnd')}
        checked={outSeconds === null}
        onCheckedChange={(whole) =>
          void setSource(source, { outSeconds: whole ? null : inSeconds + 10 })
        }
      />
    </>
  );
}

import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { NumberField } from '../../../components/NumberField.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { setSource } from '../edits.ts';
import { FileList } from '../FileList.tsx';

export function SlideshowSettings({ source }: { source: SourceOf<'slideshow'> }) {
  const { t } = useTranslation();
  return (
    <>
      <FileList
        label={t('sources.slideshow.images')}
        purpose="image"
        paths={source.paths}
        onChange={(paths) => void setSource(source, { paths })}
      />
      <div className="flex gap-2">
        <NumberField
          label={t('sources.slideshow.interval')}
          value={source.intervalSeconds}
          min={0.5}
          max={3600}
          decimals={1}
          step={0.5}
          unit="s"
          onEdit={(intervalSeconds, gesture) => setSource(source, { intervalSeconds }, gesture)}
          className="flex-1"
        />
        <NumberField
          label={t('sources.slideshow.fade')}
          value={source.fadeMs}
          min={0}
          max={5000}
          step={50}
          unit="ms"
          onEdit={(fadeMs, gesture) => setSource(source, { fadeMs }, gesture)}
          className="flex-1"
        />
      </div>
      <SegmentedControl
        titled
        label={t('sources.slideshow.order')}
        value={source.order}
        options={[
          { value: 'list', label: t('sources.slideshow.inOrder') },
          { value: 'random', label: t('sources.slideshow.shuffled') },
        ]}
        onChoose={(order) => void setSource(source, { order })}
      />
      <SwitchRow
        label={t('sources.slideshow.loop')}
        hint={t('sources.slideshow.loopHint')}
        checked={source.loop}
        onCheckedChange={(loop) => void setSource(source, { loop })}
      />
    </>
  );
}

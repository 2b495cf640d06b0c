import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { useStudio } from '../../../app/hooks.ts';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { setSource } from '../edits.ts';
import { DeviceChoice } from './DeviceChoice.tsx';

const sizes = ['640x480', '1280x720', '1920x1080', '2560x1440', '3840x2160'];
const rates = ['15', '24', '25', '30', '50', '60'];
const withCurrent = (presets: readonly string[], current: string) =>
  current === 'auto' || presets.includes(current) ? presets : [...presets, current];

/** Which camera, what is asked of it, and whether it shows as in a mirror. */
export function CameraSettings({ source }: { source: SourceOf<'camera'> }) {
  const { t } = useTranslation();
  const own = useStudio(({ session }) => session.sourceSizes[source.id]);
  const size = source.size ? `${source.size.width}x${source.size.height}` : 'auto';
  const fps = source.fps === null ? 'auto' : String(source.fps);
  const auto = { value: 'auto', label: t('sources.camera.auto') };
  return (
    <>
      <DeviceChoice source={source} />
      <div className="flex gap-2">
        <LabelledSelect
          label={t('sources.camera.size')}
          value={size}
          options={[
            auto,
            ...withCurrent(sizes, size).map((value) => ({ value, label: value.replace('x', '×') })),
          ]}
          onChoose={(value) => {
            const [width = 0, height = 0] = value.split('x').map(Number);
            void setSource(source, { size: value === 'auto' ? null : { width, height } });
          }}
        />
        <LabelledSelect
          label={t('sources.fps')}
          value={fps}
          options={[
            auto,
            ...withCurrent(rates, fps).map((value) => ({ value, label: `${value} fps` })),
          ]}
          onChoose={(value) =>
            void setSource(source, { fps: value === 'auto' ? null : Number(value) })
          }
        />
      </div>
      {own ? (
        <p className="figures text-sm text-text-2">
          {t('sources.camera.gives', { width: own.width, height: own.height })}
        </p>
      ) : null}
      <SwitchRow
        label={t('sources.camera.mirrored')}
        hint={t('sources.camera.mirroredHint')}
        checked={source.mirrored}
        onCheckedChange={(mirrored) => void setSource(source, { mirrored })}
      />
    </>
  );
}

import { useTranslation } from 'react-i18next';
import { type ServiceId, services } from '../../../../../common/live/services.ts';
import { formatBitrate } from '../../../app/format.ts';
import { useStudio } from '../../../app/hooks.ts';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { LadderTable } from './LadderTable.tsx';
import type { TabProps } from './props.ts';
import { useEncoders } from './useEncoders.ts';

/** Which picture is sent, and how far it may be lowered for a poor link. */
export function PictureTab({ draft, onDraft }: TabProps) {
  const { t } = useTranslation();
  return (
    <>
      <CanvasChoice />
      {draft.kind === 'whip' ? (
        <p className="text-sm text-text-2">{t('destinations.codecOfWhip')}</p>
      ) : (
        <Codec draft={draft} onDraft={onDraft} />
      )}
      <TooMuch service={draft.service} />
      {draft.kind === 'file' ? null : (
        <>
          <SwitchRow
            label={t('destinations.adaptive')}
            hint={t(draft.adaptive ? 'destinations.adaptiveOn' : 'destinations.adaptiveOff')}
            checked={draft.adaptive}
            onCheckedChange={(adaptive) => onDraft({ adaptive })}
          />
          {draft.adaptive ? <LadderTable /> : null}
        </>
      )}
    </>
  );
}

/** One for now; the document is ready for an upright one beside it. */
function CanvasChoice() {
  const { t } = useTranslation();
  const canvas = useStudio(({ show }) => show.canvases[0]);
  if (!canvas) return null;
  const label = `${canvas.width}×${canvas.height} · ${canvas.fps} fps`;
  return (
    <LabelledSelect
      label={t('destinations.canvas')}
      value={canvas.id}
      options={[{ value: canvas.id, label }]}
      onChoose={() => {}}
    />
  );
}

/** What is preferred, with what is known of this machine and of the service. */
function Codec({ draft: { codec, service, kind }, onDraft }: Pick<TabProps, 'draft' | 'onDraft'>) {
  const { t } = useTranslation();
  const encoders = useEncoders();
  const unfit =
    codec === 'h264'
      ? null
      : encoders[codec] === false
        ? t('destinations.codecMissing')
        : kind === 'rtmp' && !services[service].codecs.includes(codec)
          ? t('destinations.codecNotTaken', { service: t(`destinations.services.${service}`) })
          : null;
  return (
    <div className="flex flex-col gap-1">
      <SegmentedControl
        titled
        label={t('destinations.codec')}
        value={codec}
        options={[
          { value: 'h264', label: 'H.264' },
          { value: 'hevc', label: 'H.265 (HEVC)' },
          { value: 'av1', label: 'AV1' },
        ]}
        onChoose={(next) => onDraft({ codec: next })}
      />
      <p className="text-sm text-text-2">{t(`destinations.codecHints.${codec}`)}</p>
      {unfit ? <p className="text-sm text-warn">{unfit}</p> : null}
    </div>
  );
}

/** The studio's bitrate is one for all; a service may take less. */
function TooMuch({ service }: { service: ServiceId }) {
  const { t } = useTranslation();
  const kbps = useStudio(({ show }) => show.encoding.videoKbps);
  const { maxVideoKbps: max } = services[service];
  if (max === null || kbps <= max) return null;
  return (
    <p className="rounded-md border border-warn/40 bg-warn-dim px-2.5 py-1.5 text-sm">
      {t('destinations.tooMuch', {
        service: t(`destinations.services.${service}`),
        max: formatBitrate(max * 1000),
        chosen: formatBitrate(kbps * 1000),
      })}
    </p>
  );
}

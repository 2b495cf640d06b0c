import { useTranslation } from 'react-i18next';
import { useStudio } from '../../../app/hooks.ts';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import type { TabProps } from './EditorForm.tsx';
import { LadderTable } from './LadderTable.tsx';
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
        <Codec codec={draft.codec} onCodec={(codec) => onDraft({ codec })} />
      )}
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

type CodecProps = { codec: 'h264' | 'hevc' | 'av1'; onCodec: (codec: CodecProps['codec']) => void };

function Codec({ codec, onCodec }: CodecProps) {
  const { t } = useTranslation();
  const encoders = useEncoders();
  const missing = codec !== 'h264' && encoders[codec] === false;
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
        onChoose={onCodec}
      />
      <p className="text-sm text-text-2">{t(`destinations.codecHints.${codec}`)}</p>
      {missing ? <p className="text-sm text-warn">{t('destinations.codecMissing')}</p> : null}
    </div>
  );
}

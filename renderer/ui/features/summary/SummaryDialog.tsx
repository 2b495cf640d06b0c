import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BroadcastSummary } from '../../app/broadcast.ts';
import { fileName, formatDuration, formatShare, formatWait } from '../../app/format.ts';
import { useAppDispatch, useView } from '../../app/hooks.ts';
import { summaryClosed } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { DialogFooter } from '../../components/DialogFooter.tsx';
import { AudienceFacts } from './audience/AudienceFacts.tsx';
import { ExportShow } from './audience/ExportShow.tsx';
import { useRoomSummary } from './audience/useRoomSummary.ts';
import { Fact } from './Fact.tsx';

/** Shown once a broadcast is over. */
export function SummaryDialog() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const summary = useView((view) => view.summary);
  const room = useRoomSummary(summary !== null);
  const close = () => dispatch(summaryClosed());
  return (
    <Dialog
      open={summary !== null}
      onOpenChange={close}
      title={t('summary.title')}
      description={t('summary.thanks')}
      wide={room !== null}
    >
      {summary ? <Facts summary={summary} /> : null}
      {room ? <AudienceFacts room={room} /> : null}
      <DialogFooter aside={room ? <ExportShow /> : null}>
        <Button look="primary" onClick={close}>
          {t('common.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function Facts({ summary }: { summary: BroadcastSummary }) {
  const { t } = useTranslation();
  const { skipped, encoded, outages, offAirMs } = summary;
  const share = formatShare(skipped, skipped + encoded);
  return (
    <>
      <dl className="grid grid-cols-3 gap-2">
        <Fact name={t('summary.length')} value={formatDuration(summary.lengthMs)} />
        <Fact name={t('summary.skipped')} value={String(skipped)} note={share} />
        <Fact
          name={t('summary.outages')}
          value={String(outages)}
          note={
            outages > 0 ? t('summary.offAir', { time: formatWait(offAirMs) }) : t('summary.none')
          }
        />
      </dl>
      <Recording file={summary.recordingFile} />
    </>
  );
}

function Recording({ file }: { file: string | null }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-3 rounded-md bg-panel p-3">
      <div className="min-w-0 flex-1">
        <p className="text-sm text-text-2">{t('summary.recording')}</p>
        <p className="selectable truncate" title={file ?? undefined}>
          {file ? fileName(file) : t('summary.noRecording')}
        </p>
      </div>
      {file ? (
        <Button size="sm" onClick={() => void ask('recording:reveal')}>
          <FolderOpen className="size-3.5" aria-hidden />
          {t('summary.reveal')}
        </Button>
      ) : null}
    </div>
  );
}

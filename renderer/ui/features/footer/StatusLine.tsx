import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { MASTER } from '../../../../common/show/mixer.ts';
import { useStudio } from '../../app/hooks.ts';
import { standInOf } from '../sources/index.ts';
import { useActiveWarnings } from '../warnings/index.ts';

/** Says in a few words whether all is well, and if not, what most needs a look. */
export function StatusLine() {
  const warnings = useWarnings();
  const { t } = useTranslation();
  const first = warnings[0];
  return (
    <p
      aria-live="polite"
      title={warnings.join('\n')}
      className="flex min-w-0 flex-1 items-center justify-end gap-1.5"
    >
      {first ? (
        <TriangleAlert className="size-3.5 shrink-0 text-warn" aria-hidden />
      ) : (
        <CircleCheck className="size-3.5 shrink-0 text-preview" aria-hidden />
      )}
      <span className="truncate">
        {first ?? t('footer.allWell')}
        {warnings.length > 1 ? ` +${warnings.length - 1}` : ''}
      </span>
    </p>
  );
}

function useWarnings(): string[] {
  const { t } = useTranslation();
  const session = useStudio((studio) => studio.session);
  const show = useStudio((studio) => studio.show);
  const active = useActiveWarnings();
  const warnings: string[] = [];
  const { stage, server, destinations, sourceProblems, recording } = session;
  if (stage.state === 'restarting' || stage.state === 'failed') {
    warnings.push(t(`preview.${stage.state}`));
  }
  if (recording.state === 'failed') warnings.push(t('notices.recordingFailed'));
  for (const { id, name, enabled } of show.destinations) {
    const state = destinations[id]?.state;
    if (!enabled || (state !== 'failed' && state !== 'reconnecting')) continue;
    warnings.push(`${name}: ${t(`destinations.states.${state}`)}`);
  }
  if (server.state === 'failed') warnings.push(t('destinations.serverFailed'));
  for (const id of Object.keys(sourceProblems)) {
    const source = show.sources[id];
    if (source) warnings.push(t(`sources.standIn.${standInOf(source)}`));
  }
  for (const { kind, id } of active) {
    const name = id === MASTER ? t('mixer.master') : (show.sources[id]?.name ?? '');
    warnings.push(`${name}: ${t(`warnings.short.${kind}`)}`);
  }
  return warnings;
}

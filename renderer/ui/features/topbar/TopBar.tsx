import { Settings } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { settingsToggled } from '../../app/state/view.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { CollectionMenu } from '../collections/index.ts';
import { HealthButton } from '../health/index.ts';
import { PreflightButton } from '../preflight/index.ts';
import { Audience } from './Audience.tsx';
import { LiveButton } from './LiveButton.tsx';
import { LivePill, RecordingPill } from './Pills.tsx';
import { RecordButton } from './RecordButton.tsx';

/** Which show, who watches, on air since when, recording since when, and the one big button. */
export function TopBar() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const name = useStudio(({ show }) => show.meta.name);
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b bg-panel px-4">
      <span className="shrink-0 font-semibold">Anchor Studio</span>
      <h1 className="sr-only">{name}</h1>
      <div className="flex min-w-0 flex-1">
        <CollectionMenu />
      </div>
      <Audience />
      <RecordingPill />
      <LivePill />
      <PreflightButton />
      <HealthButton />
      <IconButton
        label={t('settings.title')}
        size="md"
        onClick={() => dispatch(settingsToggled(true))}
      >
        <Settings aria-hidden />
      </IconButton>
      <RecordButton />
      <LiveButton />
    </header>
  );
}

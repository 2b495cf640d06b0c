import { Rows3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { dialogOpened } from '../../app/state/view.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Fold } from '../../components/Fold.tsx';
import { StatusDot, type Tone } from '../../components/StatusDot.tsx';
import { ModerationProvider } from '../chat/index.ts';
import { Audience } from './Audience.tsx';
import { Cover } from './Cover.tsx';
import { Details } from './Details.tsx';
import { Invite } from './Invite.tsx';
import { Statistics } from './Statistics.tsx';

/** The studio's room: what it is called, who may come and how, who is there. */
export function RoomPanel() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const isOpen = useStudio(({ session }) => session.room !== null);
  return (
    <ModerationProvider>
      <div className="flex h-11 shrink-0 items-center gap-2 pr-2 pl-3.5">
        <State />
        <Button size="sm" look="ghost" onClick={() => dispatch(dialogOpened('rooms'))}>
          <Rows3 className="size-3.5" aria-hidden />
          {t('rooms.open')}
        </Button>
      </div>
      <div className="flex flex-col gap-3 px-3.5 pb-4">
        {isOpen ? <Statistics /> : null}
        <NotOpened />
        <Invite />
        <Fold title={t('room.details')} open={!isOpen}>
          <Details />
          <Cover />
        </Fold>
        {isOpen ? <Audience /> : null}
      </div>
    </ModerationProvider>
  );
}

/** On air without a room: why it could not be opened. It is tried again by itself. */
function NotOpened() {
  const { t } = useTranslation();
  const isOpen = useStudio(({ session }) => session.room !== null);
  const chat = useStudio(({ session }) => session.chat);
  if (isOpen || chat.state !== 'ended' || !chat.error) return null;
  return <ErrorNote what={t('room.failed')} error={chat.error} />;
}

const tones: Record<'none' | 'failed' | 'unactive' | 'active' | 'close', Tone> = {
  none: 'off',
  failed: 'bad',
  unactive: 'busy',
  active: 'air',
  close: 'off',
};

/** Whether people find the room, in a dot and a word. */
function State() {
  const { t } = useTranslation();
  const state = useStudio(({ session: { room, chat } }) => {
    if (room) return room.state;
    if (chat.state === 'connecting') return 'unactive';
    return chat.state === 'ended' && chat.error ? 'failed' : 'none';
  });
  return (
    <p aria-live="polite" className="flex min-w-0 flex-1 items-center gap-1.5 text-text-2">
      <StatusDot tone={tones[state]} />
      <span className="truncate">{t(`room.states.${state}`)}</span>
    </p>
  );
}

import { Rows3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { dialogOpened } from '../../app/state/view.ts';
import { Button } from '../../components/Button.tsx';
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

const tones: Record<'none' | 'unactive' | 'active' | 'close', Tone> = {
  none: 'off',
  unactive: 'busy',
  active: 'air',
  close: 'off',
};

/** Whether people find the room, in a dot and a word. */
function State() {
  const { t } = useTranslation();
  const state = useStudio(({ session }) => session.room?.state ?? 'none');
  return (
    <p aria-live="polite" className="flex min-w-0 flex-1 items-center gap-1.5 text-text-2">
      <StatusDot tone={tones[state]} />
      <span className="truncate">{t(`room.states.${state}`)}</span>
    </p>
  );
}

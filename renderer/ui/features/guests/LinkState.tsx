import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';

/** Why guests and PK cannot be had now; nothing while they can. */
export function LinkState() {
  const { t } = useTranslation();
  const link = useStudio(({ session }) => session.cohost.link);
  const chat = useStudio(({ session }) => session.chat);
  if (link.state === 'connected') return null;
  // On air without a room: why there is none is said by the chat, which was to open with it.
  if (link.state === 'off' && chat.state === 'ended' && chat.error)
    return <ErrorNote what={t('room.failed')} error={chat.error} />;
  if (link.state === 'off')
    return (
      <div className="flex flex-col gap-1 rounded-lg border border-line bg-raised p-3">
        <p className="font-medium">{t('guests.off')}</p>
        <p className="text-sm text-text-2">{t('guests.offHint')}</p>
      </div>
    );
  if (link.error === null)
    return (
      <p role="status" className="text-text-2">
        {t('guests.connecting')}
      </p>
    );
  return (
    <ErrorNote
      what={t(link.state === 'failed' ? 'guests.failed' : 'guests.reconnecting')}
      error={link.error}
      tone={link.state === 'failed' ? 'air' : 'warn'}
    >
      <Button size="sm" onClick={() => void ask('cohost:retry')}>
        {t('guests.retry')}
      </Button>
    </ErrorNote>
  );
}

import { CircleAlert, LoaderCircle, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';

/** How the studio is joined to its room's chat, where there is something to say about it. */
export function ConnectionStrip() {
  const { t } = useTranslation();
  const chat = useStudio(({ session }) => session.chat);
  switch (chat.state) {
    case 'idle':
    case 'connected':
      return null;
    case 'connecting':
      return <Strip icon={<LoaderCircle aria-hidden />}>{t('chat.connecting')}</Strip>;
    case 'reconnecting':
      return (
        <Strip icon={<WifiOff aria-hidden />} warns>
          {t('chat.reconnecting', { attempt: chat.attempt })}
        </Strip>
      );
    case 'ended':
      return chat.error ? (
        <ErrorNote
          what={t(`chat.ended.${chat.why}`)}
          error={chat.error}
          className="mx-3.5 mb-1.5"
        />
      ) : (
        <Strip
          icon={<CircleAlert aria-hidden />}
          warns={chat.why !== 'left' && chat.why !== 'roomClosed'}
        >
          {t(`chat.ended.${chat.why}`)}
        </Strip>
      );
  }
}

type Props = { icon: ReactNode; warns?: boolean; children: ReactNode };

function Strip({ icon, warns, children }: Props) {
  return (
    <p
      role="status"
      className={cx(
        'mx-3.5 mb-1.5 flex items-start gap-2 rounded-md px-2.5 py-1.5 text-sm [&_svg]:mt-0.5 [&_svg]:size-3.5 [&_svg]:shrink-0',
        warns ? 'bg-warn-dim text-warn' : 'bg-raised text-text-2',
      )}
    >
      {icon}
      <span className="min-w-0">{children}</span>
    </p>
  );
}

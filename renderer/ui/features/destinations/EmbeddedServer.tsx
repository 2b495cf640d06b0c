import { MessagesSquare } from 'lucide-react';
import { QRCodeSVG } from 'qrcode.react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { sideTabChosen } from '../../app/state/view.ts';
import { BreakableUrl } from '../../components/BreakableUrl.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { PhoneTrust } from './phones/PhoneTrust.tsx';
import { RelayLine } from './relay/RelayLine.tsx';
import { ShareSwitch } from './ShareSwitch.tsx';

/** Where viewers watch: the link, its QR code, and whether other devices may open it. */
export function EmbeddedServer() {
  const { t } = useTranslation();
  const server = useStudio(({ session }) => session.server);
  if (server.state === 'failed') {
    return <ErrorNote what={t('destinations.serverFailed')} error={server.error} />;
  }
  if (server.state !== 'running') {
    return <p className="text-sm text-text-2">{t(`destinations.server.${server.state}`)}</p>;
  }
  return (
    <>
      <div className="flex gap-3">
        {server.shared ? (
          <div className="shrink-0 self-start rounded-md bg-white p-1.5">
            <QRCodeSVG
              value={server.watchUrl}
              title={t('destinations.qrTitle')}
              size={96}
              className="size-24"
            />
          </div>
        ) : null}
        <div className="flex min-w-0 flex-1 flex-col gap-1.5">
          <span className="text-sm text-text-2">{t('destinations.watchUrl')}</span>
          <span
            className="selectable line-clamp-4 text-sm leading-4.5 [overflow-wrap:anywhere]"
            title={server.watchUrl}
          >
            <BreakableUrl url={server.watchUrl} />
          </span>
          <span className="mt-auto flex flex-wrap gap-1.5">
            <CopyButton text={server.watchUrl} label={t('destinations.copyLink')} />
            <WithChat />
          </span>
        </div>
      </div>
      <RelayLine />
      <ShareSwitch shared={server.shared} />
      <PhoneTrust />
    </>
  );
}

/** The watch link shows the picture alone; while the room is open, this leads to the link that has its chat. */
function WithChat() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const isOpen = useStudio(({ session }) => session.room !== null);
  if (!isOpen) return null;
  return (
    <Button
      size="sm"
      look="ghost"
      title={t('destinations.withChatHint')}
      onClick={() => dispatch(sideTabChosen('room'))}
    >
      <MessagesSquare className="size-3.5" aria-hidden />
      {t('destinations.withChat')}
    </Button>
  );
}

import { Lock } from 'lucide-react';
import { QRCodeSVG } from 'qrcode.react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { BreakableUrl } from '../../components/BreakableUrl.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { PhoneTrust, ShareSwitch } from '../destinations/index.ts';

/** The way into the room: its link, as a QR code where a phone can open it. */
export function Invite() {
  const { t } = useTranslation();
  const inviteUrl = useStudio(({ session }) => session.room?.inviteUrl ?? null);
  const isPrivate = useStudio(({ session }) => session.roomInfo.visibility === 'private');
  const server = useStudio(({ session }) => session.server);
  // A room on a service of the web is open to everybody, whatever this computer shares.
  const elsewhere = useStudio(
    ({ session }) => (session.tencent?.roomServiceUrl ?? '') !== '' || session.ownServer !== null,
  );
  const reachable = elsewhere || (server.state === 'running' && server.shared);
  return (
    <section
      aria-label={t('room.invite')}
      className="flex flex-col gap-2.5 rounded-lg border border-line bg-raised p-3"
    >
      {inviteUrl ? (
        <div className="flex gap-3">
          {reachable ? (
            <div className="shrink-0 self-start rounded-md bg-white p-1.5">
              <QRCodeSVG
                value={inviteUrl}
                title={t('room.qrTitle')}
                size={96}
                className="size-24"
              />
            </div>
          ) : null}
          <div className="flex min-w-0 flex-1 flex-col gap-1.5">
            <span className="flex items-center gap-1.5 text-sm text-text-2">
              {isPrivate ? <Lock className="size-3.5" aria-hidden /> : null}
              {t(isPrivate ? 'room.invitePrivate' : 'room.invite')}
            </span>
            <span
              className="selectable line-clamp-4 text-sm leading-4.5 [overflow-wrap:anywhere]"
              title={inviteUrl}
            >
              <BreakableUrl url={inviteUrl} />
            </span>
            <span className="mt-auto">
              <CopyButton text={inviteUrl} label={t('room.copyInvite')} />
            </span>
          </div>
        </div>
      ) : (
        <p className="text-sm text-text-2">{t('room.inviteLater')}</p>
      )}
      {elsewhere || server.state !== 'running' ? null : (
        <>
          <ShareSwitch shared={server.shared} />
          <PhoneTrust />
        </>
      )}
    </section>
  );
}

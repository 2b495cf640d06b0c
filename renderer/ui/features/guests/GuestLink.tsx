import { Link2 } from 'lucide-react';
import { QRCodeSVG } from 'qrcode.react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestLink as Link } from '../../../../common/ipc/contract.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { BreakableUrl } from '../../components/BreakableUrl.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { PhoneTrust } from '../destinations/index.ts';
import { isHere } from './isHere.ts';
import { OnlyHere } from './OnlyHere.tsx';

/** A link that leads one guest to the green room, and its QR code for a phone. */
export function GuestLink() {
  const { t } = useTranslation();
  const [link, setLink] = useState<Link | null>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState<'revoked' | 'used' | null>(null);
  // Who comes by a link may have come by this one.
  const came = useStudio(({ session }) =>
    (session.cohost.desk?.people ?? [])
      .flatMap(({ userId, way }) => (way === 'link' ? [userId] : []))
      .join(),
  );
  const url = link?.url ?? '';
  useEffect(() => {
    if (url === '' || came === '') return;
    let isOld = false;
    void ask('cohost:guestLinkGood', { url }).then((good) => {
      if (isOld || !good.ok || good.value !== false) return;
      setLink(null);
      setOver('used');
    });
    return () => {
      isOld = true;
    };
  }, [url, came]);
  const roomId = useStudio(({ session }) => session.room?.roomId ?? '');
  const make = async () => {
    setBusy(true);
    const made = await ask('cohost:guestLink');
    setBusy(false);
    if (!made.ok) return;
    setLink(made.value);
    setOver(null);
  };
  const revoke = async () => {
    const done = await ask('cohost:revokeGuestLinks');
    if (!done.ok) return;
    setLink(null);
    setOver('revoked');
  };
  return (
    <section
      key={roomId}
      aria-label={t('guests.link')}
      className="flex flex-col gap-2.5 rounded-lg border border-line bg-raised p-3"
    >
      <div>
        <h3 className="font-medium">{t('guests.link')}</h3>
        <p className="text-sm text-text-2">{t('guests.linkHint')}</p>
      </div>
      {link ? (
        <div className="flex gap-3">
          {isHere(link.url) ? null : (
            <div className="shrink-0 self-start rounded-md bg-white p-1.5">
              <QRCodeSVG
                value={link.url}
                title={t('guests.qrTitle')}
                size={96}
                className="size-24"
              />
            </div>
          )}
          <div className="flex min-w-0 flex-1 flex-col gap-1.5">
            <span
              className="selectable line-clamp-4 text-sm leading-4.5 [overflow-wrap:anywhere]"
              title={link.url}
            >
              <BreakableUrl url={link.url} />
            </span>
            <span className="mt-auto">
              <CopyButton text={link.url} label={t('guests.copyLink')} />
            </span>
          </div>
        </div>
      ) : null}
      {link && isHere(link.url) ? <OnlyHere /> : null}
      {over ? (
        <p role="status" className="text-sm text-text-2">
          {t(`guests.${over}`)}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-1.5">
        <Button
          size="sm"
          look={link ? 'neutral' : 'primary'}
          disabled={busy}
          onClick={() => void make()}
        >
          <Link2 className="size-3.5" aria-hidden />
          {t(link ? 'guests.anotherLink' : 'guests.makeLink')}
        </Button>
        <Button size="sm" look="ghost" onClick={() => void revoke()}>
          {t('guests.revokeLinks')}
        </Button>
      </div>
      <PhoneTrust />
    </section>
  );
}

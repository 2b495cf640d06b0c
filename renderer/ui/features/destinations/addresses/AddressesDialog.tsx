import { QrCode } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../../../common/show/schema.ts';
import { useClock } from '../../../app/clock.ts';
import { useStudio } from '../../../app/hooks.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { DialogFooter } from '../../../components/DialogFooter.tsx';
import { expiryOf } from '../model/expiry.ts';
import { secretStateOf } from '../model/secrets.ts';
import { formatWhen } from '../when.ts';
import { CopySecret } from './CopySecret.tsx';
import { PlayUrls } from './PlayUrls.tsx';
import { RenewButton } from './RenewButton.tsx';

type Props = { destination: Destination; onClose: () => void };

/** Where the programme can be played, and the push address for another program such as OBS. */
export function AddressesDialog({ destination, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={t('destinations.addressesOf', { name: destination.name })}
    >
      <PushAddress destination={destination} />
      <PlayUrls destination={destination} />
      <DialogFooter>
        <Button look="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** For OBS: server and key by themselves. Neither is ever in this page; main fills the clipboard. */
function PushAddress({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const secret = useStudio(({ session }) => secretStateOf(destination, session.keysStored));
  const { id, kind, pgc } = destination;
  const whip = kind === 'whip';
  const lacking = secret === 'noKey' || secret === 'noPushKey';
  return (
    <section className="flex flex-col gap-2 rounded-lg border border-line bg-panel p-3">
      <h3 className="font-medium">{t('destinations.forObs')}</h3>
      <p className="text-sm text-text-2">
        {t(lacking ? `destinations.obsLacks.${secret}` : 'destinations.obsHint')}
      </p>
      <div className="flex flex-wrap gap-1.5">
        <CopySecret
          id={id}
          what="server"
          label={t(whip ? 'destinations.copyEndpoint' : 'destinations.copyServer')}
          disabled={lacking && pgc !== null}
        />
        <CopySecret
          id={id}
          what="key"
          label={t(whip ? 'destinations.copyToken' : 'destinations.copyKey')}
          disabled={lacking || secret === 'noToken'}
        />
        {whip ? null : (
          <>
            <CopySecret id={id} what="url" label={t('destinations.copyWhole')} disabled={lacking} />
            <Button
              size="sm"
              disabled={lacking}
              onClick={() => void ask('destination:pushQr', { destinationId: id })}
            >
              <QrCode className="size-3.5" aria-hidden />
              {t('destinations.pushQr')}
            </Button>
          </>
        )}
      </div>
      {pgc && !lacking ? <GoodUntil id={id} validHours={pgc.validHours} /> : null}
    </section>
  );
}

/** On air the address is renewed by itself; one that is copied is signed at that moment. */
function GoodUntil({ id, validHours }: { id: string; validHours: number }) {
  const { t, i18n } = useTranslation();
  const atMs = useStudio(({ session }) => session.urlExpiry[id]);
  const words = useClock((now) => {
    const when = formatWhen(atMs ?? now + validHours * 3_600_000, i18n.language);
    return atMs === undefined
      ? t('destinations.copyGoodUntil', { when })
      : t(`destinations.goodUntil.${expiryOf(now, atMs, validHours)}`, { when });
  });
  const near = useClock((now) =>
    atMs !== undefined && expiryOf(now, atMs, validHours) !== 'fine' ? 'text-warn' : 'text-text-2',
  );
  return (
    <div className="flex items-center gap-2 border-line border-t pt-2 text-sm">
      <p className={cx('min-w-0 flex-1', near)}>{words}</p>
      {atMs === undefined ? null : <RenewButton id={id} />}
    </div>
  );
}

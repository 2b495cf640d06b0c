import { ArrowDownNarrowWide, ShieldHalf } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rung } from '../../../../common/live/ladder.ts';
import type { Destination } from '../../../../common/show/schema.ts';
import { formatBitrate } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { ExpiryNote } from './ExpiryNote.tsx';
import { pictureName } from './model/ladder.ts';

/** How it differs from what was chosen: a lower picture, the backup server, an address that ends. */
export function DeliveryNotes({ destination, live }: { destination: Destination; live: boolean }) {
  const { t } = useTranslation();
  const delivery = useStudio(({ session }) => session.delivery[destination.id]);
  return (
    <>
      {live && delivery?.lowered ? (
        <Lowered rung={delivery.lowered} linkKbps={delivery.linkKbps} />
      ) : null}
      {live && delivery?.onBackup ? (
        <Note icon={<ShieldHalf aria-hidden />}>{t('destinations.onBackup')}</Note>
      ) : null}
      <ExpiryNote destination={destination} />
    </>
  );
}

function Lowered({ rung, linkKbps }: { rung: Rung; linkKbps: number | null }) {
  const { t } = useTranslation();
  const fps = useStudio(({ show }) => show.canvases[0]?.fps ?? rung.fps);
  const bitrate = (kbps: number) => unbroken(formatBitrate(kbps * 1000));
  const picture = [
    pictureName(rung),
    ...(rung.fps < fps ? [unbroken(`${Math.round(rung.fps)} fps`)] : []),
    bitrate(rung.kbps),
  ].join(' · ');
  return (
    <Note icon={<ArrowDownNarrowWide aria-hidden />}>
      {linkKbps === null
        ? t('destinations.lowered', { picture })
        : t('destinations.loweredTo', { picture, link: bitrate(linkKbps) })}
    </Note>
  );
}

/** A figure is not parted from its unit. */
const unbroken = (figure: string): string => figure.replace(' ', '\u00a0');

/** A line that needs a look, and no more. */
function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p
      aria-live="polite"
      className="figures flex items-start gap-2 whitespace-normal text-sm text-warn [&_svg]:mt-0.5 [&_svg]:size-3.5 [&_svg]:shrink-0"
    >
      {icon}
      <span className="min-w-0">{children}</span>
    </p>
  );
}

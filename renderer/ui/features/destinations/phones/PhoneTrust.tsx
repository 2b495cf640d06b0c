import { ShieldCheck } from 'lucide-react';
import { QRCodeSVG } from 'qrcode.react';
import { useTranslation } from 'react-i18next';
import type { OwnHttps } from '../../../../../common/live/ownHttps.ts';
import { useStudio } from '../../../app/hooks.ts';
import { BreakableUrl } from '../../../components/BreakableUrl.tsx';
import { Button } from '../../../components/Button.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { PopoverPanel } from '../../../components/PopoverPanel.tsx';

/** How phones of guests come to trust this studio's own certificate; nothing while HTTPS is closed. */
export function PhoneTrust() {
  const { t } = useTranslation();
  const https = useStudio(({ session: { server } }) =>
    server.state === 'running' ? server.https : null,
  );
  if (!https) return null;
  return (
    <PopoverPanel
      title={t('destinations.phones.title')}
      side="left"
      trigger={
        <Button size="sm" look="ghost" className="-my-1 -ml-2.5 self-start">
          <ShieldCheck className="size-3.5" aria-hidden />
          {t('destinations.phones.open')}
        </Button>
      }
    >
      <Explanation https={https} />
    </PopoverPanel>
  );
}

function Explanation({ https: { authority, fingerprint, helpUrl } }: { https: OwnHttps }) {
  const { t } = useTranslation();
  const persists = useStudio(({ session }) => session.secretsPersist);
  return (
    <>
      <p className="text-sm text-text-2">{t('destinations.phones.why')}</p>
      <div className="flex gap-3">
        <div className="shrink-0 self-start rounded-md bg-white p-1.5">
          <QRCodeSVG
            value={helpUrl}
            title={t('destinations.phones.qrTitle')}
            size={96}
            className="size-24"
          />
        </div>
        <div className="flex min-w-0 flex-1 flex-col gap-1.5">
          <span className="text-sm text-text-2">{t('destinations.phones.page')}</span>
          <span className="selectable text-sm leading-4.5 [overflow-wrap:anywhere]">
            <BreakableUrl url={helpUrl} />
          </span>
          <span className="mt-auto">
            <CopyButton text={helpUrl} label={t('destinations.copyLink')} />
          </span>
        </div>
      </div>
      <div className="flex flex-col gap-1 border-line border-t pt-2.5">
        <span className="[overflow-wrap:anywhere]">{authority}</span>
        <span className="text-sm text-text-2">{t('destinations.phones.compare')}</span>
        <code
          role="img"
          aria-label={t('destinations.phones.fingerprint', { fingerprint })}
          className="selectable font-mono text-sm leading-5"
        >
          {linesOf(fingerprint).map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </code>
        {persists ? null : (
          <p className="text-sm text-warn">{t('destinations.phones.untilClose')}</p>
        )}
      </div>
    </>
  );
}

/** Eight bytes a line: the eye keeps its place. */
const linesOf = (fingerprint: string): string[] => fingerprint.match(/([0-9A-F]{2}:?){8}/g) ?? [];

import { QRCodeSVG } from 'qrcode.react';
import { Fragment, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Switch } from '../../components/Switch.tsx';
import { RelayLine } from './relay/RelayLine.tsx';

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
          <div className="shrink-0 rounded-md bg-white p-1.5">
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
            <Breakable url={server.watchUrl} />
          </span>
          <span className="mt-auto">
            <CopyButton text={server.watchUrl} label={t('destinations.copyLink')} />
          </span>
        </div>
      </div>
      <RelayLine />
      <Share shared={server.shared} />
    </>
  );
}

/** An address that goes on in the next line where one of its parts ends, not in mid-word. */
function Breakable({ url }: { url: string }) {
  const parts = url.split(/(?<=[/?&=])(?!\/)/);
  return parts.map((part, index) => (
    // The parts of an address have no names.
    <Fragment key={`${index}:${part}`}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function Share({ shared }: { shared: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="flex items-start gap-2 border-line border-t pt-2.5">
      <div className="min-w-0 flex-1">
        <label htmlFor={id}>{t('destinations.share')}</label>
        <p className="text-sm text-text-2">
          {t(shared ? 'destinations.sharedHint' : 'destinations.notSharedHint')}
        </p>
      </div>
      <Switch
        id={id}
        label={t('destinations.share')}
        checked={shared}
        onCheckedChange={(next) => void ask('server:share', { shared: next })}
      />
    </div>
  );
}

import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../../../common/show/schema.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { cx } from '../../../components/cx.ts';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { type PlayUrl, usePlayUrls } from './usePlayUrls.ts';

/** Each address with what plays it; the chosen one as a QR code, for phones. */
export function PlayUrls({ destination }: { destination: Destination }) {
  const { t } = useTranslation();
  const answer = usePlayUrls(destination);
  return (
    <section className="flex flex-col gap-2 rounded-lg border border-line bg-panel p-3">
      <h3 className="font-medium">{t('destinations.play.title')}</h3>
      {answer === null ? (
        <p className="text-sm text-text-2" aria-busy>
          {t('destinations.play.loading')}
        </p>
      ) : !answer.ok ? (
        <ErrorNote what={t('destinations.play.failed')} error={answer.error} wide />
      ) : answer.value.length === 0 ? (
        <p className="text-sm text-text-2">
          {t(destination.pgc ? 'destinations.play.noDomain' : 'destinations.play.unknown')}
        </p>
      ) : (
        <Listed urls={answer.value} />
      )}
    </section>
  );
}

function Listed({ urls }: { urls: readonly PlayUrl[] }) {
  const { t } = useTranslation();
  // Phones open HLS without a player of their own.
  const [chosen, setChosen] = useState<PlayUrl['protocol']>('hls');
  const shown = urls.find(({ protocol }) => protocol === chosen) ?? urls[0];
  if (!shown) return null;
  return (
    <div className="flex gap-4">
      <ul className="flex min-w-0 flex-1 flex-col">
        {urls.map(({ protocol, url }) => (
          <li
            key={protocol}
            className="flex items-center gap-2 border-line border-b py-1.5 last:border-b-0"
          >
            <button
              type="button"
              aria-pressed={protocol === shown.protocol}
              aria-label={t('destinations.play.qrOf', {
                protocol: t(`destinations.play.protocols.${protocol}`),
              })}
              onClick={() => setChosen(protocol)}
              className={cx(
                'min-w-0 flex-1 rounded-md px-2 py-1 text-left',
                protocol === shown.protocol ? 'bg-control-hover' : 'hover:bg-control',
              )}
            >
              <span className="flex items-baseline gap-2">
                <span className="font-medium">{t(`destinations.play.protocols.${protocol}`)}</span>
                <span className="truncate text-sm text-text-2">
                  {t(`destinations.play.plays.${protocol}`)}
                </span>
              </span>
              <span className="block truncate text-sm text-text-2" title={url}>
                {url}
              </span>
            </button>
            <CopyButton text={url} label={t('destinations.play.copy')} />
          </li>
        ))}
      </ul>
      <figure className="flex shrink-0 flex-col items-center gap-1.5 self-center">
        <div className="rounded-md bg-white p-2">
          <QRCodeSVG
            value={shown.url}
            size={144}
            className="size-36"
            title={t('destinations.play.qrTitle', {
              protocol: t(`destinations.play.protocols.${shown.protocol}`),
            })}
          />
        </div>
        <figcaption className="text-sm text-text-2">
          {t(`destinations.play.protocols.${shown.protocol}`)}
        </figcaption>
      </figure>
    </div>
  );
}

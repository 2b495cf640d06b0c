import { useTranslation } from 'react-i18next';
import type { ServiceId } from '../../../../../common/live/services.ts';
import { offered } from '../model/services.ts';
import { ServiceTile } from '../ServiceTile.tsx';

/** The first question: which service. Each with a word on where its address is found. */
export function ServiceCards({ onChoose }: { onChoose: (service: ServiceId) => void }) {
  const { t } = useTranslation();
  return (
    <ul className="grid grid-cols-2 gap-1.5">
      {offered.map((id) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => onChoose(id)}
            className="flex h-full w-full items-start gap-3 rounded-md border border-line bg-panel p-2.5 text-left transition-colors hover:border-edge hover:bg-control"
          >
            <ServiceTile destination={{ kind: 'rtmp', service: id }} large />
            <span className="min-w-0">
              <span className="block font-medium">{t(`destinations.services.${id}`)}</span>
              <span className="block text-sm text-text-2">
                {t(`destinations.serviceHints.${id}`)}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

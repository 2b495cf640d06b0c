import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { DestinationCard } from './DestinationCard.tsx';
import { DestinationDialog } from './DestinationDialog.tsx';

/** Where the programme goes, and how it fares there. */
export function Destinations() {
  const { t } = useTranslation();
  const destinations = useStudio(({ show }) => show.destinations);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <div className="flex h-10 shrink-0 items-center pr-2 pl-3.5">
        <h2 className="panel-title flex-1">{t('destinations.title')}</h2>
        <IconButton
          label={t('destinations.add')}
          disabled={destinations.length >= 20}
          onClick={() => setAdding(true)}
        >
          <Plus aria-hidden />
        </IconButton>
      </div>
      <ul className="flex flex-col gap-2 px-2 pb-3">
        {destinations.map((destination) => (
          <DestinationCard key={destination.id} destination={destination} />
        ))}
      </ul>
      {destinations.length === 0 ? (
        <div className="flex flex-col items-start gap-2.5 px-3.5">
          <p className="text-sm text-text-2">{t('destinations.empty')}</p>
          <Button size="sm" onClick={() => setAdding(true)}>
            <Plus className="size-3.5" aria-hidden />
            {t('destinations.add')}
          </Button>
        </div>
      ) : null}
      {adding ? <DestinationDialog destination={null} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

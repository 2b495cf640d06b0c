import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../common/ipc/contract.ts';
import type { CollectionEntry } from '../../../../common/live/session.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';

type Props = { entry: CollectionEntry; busy: boolean; onBack: () => void };
type Copy = ChannelOutput<'collections:copies'>[number];

/** The last good copies of one collection, newest first. */
export function Copies({ entry, busy, onBack }: Props) {
  const { t } = useTranslation();
  const [copies, setCopies] = useState<readonly Copy[] | null>(null);
  const [restored, setRestored] = useState<number | null>(null);
  const { id } = entry;
  useEffect(() => {
    let over = false;
    void ask('collections:copies', { id }).then((answer) => {
      if (!over) setCopies(answer.ok ? answer.value : []);
    });
    return () => {
      over = true;
    };
  }, [id]);
  const restore = async ({ copy, savedAtMs }: Copy) => {
    const done = await ask('collections:restore', { id, copy });
    if (done.ok) setRestored(savedAtMs);
  };
  return (
    <>
      <h3 className="font-medium">{t('collections.copiesOf', { name: entry.name })}</h3>
      {entry.problem ? (
        <ErrorNote what={t('collections.broken')} error={entry.problem} tone="warn" />
      ) : null}
      <p className="text-sm text-text-2">{t('collections.copiesMeaning')}</p>
      {copies === null ? (
        <p role="status" className="text-text-2">
          {t('collections.looking')}
        </p>
      ) : copies.length === 0 ? (
        <p className="rounded-md border border-line border-dashed p-4 text-text-2">
          {t('collections.noCopies')}
        </p>
      ) : (
        <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">
          {copies.map((copy) => (
            <li
              key={copy.copy}
              className="flex min-h-10 items-center gap-3 rounded-md border border-line bg-panel px-3 py-1.5"
            >
              <time className="figures flex-1 font-medium">
                <SavedAt ms={copy.savedAtMs} />
              </time>
              <span className="figures text-sm text-text-2">
                {t('collections.copyHolds', {
                  scenes: copy.scenes,
                  size: Math.max(1, Math.round(copy.bytes / 1024)),
                })}
              </span>
              <Button size="sm" disabled={entry.open && busy} onClick={() => void restore(copy)}>
                {t('collections.restore')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p aria-live="polite" className="min-h-4.5 text-sm text-text-2">
        {restored === null ? null : t('collections.restored')}
      </p>
      <div>
        <Button onClick={onBack}>
          <ArrowLeft className="size-4" aria-hidden />
          {t('collections.back')}
        </Button>
      </div>
    </>
  );
}

function SavedAt({ ms }: { ms: number }) {
  const { i18n } = useTranslation();
  return new Date(ms).toLocaleString(i18n.language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hour12: false,
  });
}

import { AppWindow, Monitor } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { useCaptureSources } from '../useCaptureSources.ts';

type Chosen = Pick<SourceOf<'screen'>, 'target' | 'captureId' | 'title'>;

/** Screens and windows as they look now. */
export function ScreenStep({ onChoose }: { onChoose: (it: Chosen) => void }) {
  const { t } = useTranslation();
  const [target, setTarget] = useState<'screen' | 'window'>('screen');
  const { found, error, lookAgain } = useCaptureSources();
  const shown = found?.filter((it) => it.target === target);
  return (
    <div className="flex flex-col gap-3">
      <SegmentedControl
        label={t('sources.screen.what')}
        value={target}
        onChoose={setTarget}
        options={[
          { value: 'screen', label: t('sources.screen.screens') },
          { value: 'window', label: t('sources.screen.windows') },
        ]}
        className="w-64"
      />
      {error ? (
        <ErrorNote what={t('sources.screen.notListed')} error={error} tone="warn">
          <Button size="sm" onClick={lookAgain}>
            {t('sources.screen.lookAgain')}
          </Button>
        </ErrorNote>
      ) : (
        <ul className="grid max-h-96 min-h-44 grid-cols-3 content-start gap-2 overflow-y-auto">
          {shown?.map(({ captureId, title, picture }) => (
            <li key={captureId}>
              <button
                type="button"
                onClick={() => onChoose({ target, captureId, title })}
                className="flex w-full flex-col gap-1.5 rounded-md border border-line bg-panel p-1.5 text-left hover:border-edge hover:bg-control"
              >
                <img
                  src={picture}
                  alt=""
                  className="aspect-video w-full rounded-sm bg-bg object-contain"
                />
                <span className="flex items-center gap-1.5 text-sm">
                  {target === 'screen' ? (
                    <Monitor className="size-3.5 shrink-0 text-text-2" aria-hidden />
                  ) : (
                    <AppWindow className="size-3.5 shrink-0 text-text-2" aria-hidden />
                  )}
                  <span className="truncate" title={title}>
                    {title}
                  </span>
                </span>
              </button>
            </li>
          )) ?? <Waiting />}
          {shown?.length === 0 ? (
            <li className="col-span-3 self-center py-10 text-center text-text-2">
              {t(`sources.screen.none.${target}`)}
            </li>
          ) : null}
        </ul>
      )}
    </div>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <>
      <li className="sr-only" role="status">
        {t('sources.screen.looking')}
      </li>
      {[1, 2, 3].map((key) => (
        <li key={key} aria-hidden className="rounded-md border border-line bg-panel p-1.5">
          <div className="aspect-video rounded-sm bg-control" />
          <div className="mt-2 mb-1 h-3 w-2/3 rounded-sm bg-control" />
        </li>
      ))}
    </>
  );
}

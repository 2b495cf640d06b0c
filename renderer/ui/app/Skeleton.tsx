import { useTranslation } from 'react-i18next';

const bar = 'rounded-md bg-control';

/** The window before main has told anything: the same areas, still empty and still. */
export function Skeleton() {
  const { t } = useTranslation();
  return (
    <div className="flex h-full flex-col bg-panel" role="status" aria-label={t('shell.loading')}>
      <div className="flex h-12 items-center gap-3 border-line border-b px-4">
        <h1 className="font-semibold">Anchor Studio</h1>
        <span className="flex-1" />
        <span className={`${bar} h-7 w-24`} />
        <span className={`${bar} h-8 w-24`} />
      </div>
      <main className="flex min-h-0 flex-1">
        <div className="flex w-62 flex-col gap-2 border-line border-r p-3">
          <span className={`${bar} h-4 w-16`} />
          <span className={`${bar} h-12`} />
          <span className={`${bar} mt-3 h-4 w-16`} />
          <span className={`${bar} h-8`} />
          <span className={`${bar} h-8`} />
          <span className={`${bar} h-8`} />
        </div>
        <div className="flex flex-1 items-center justify-center bg-bg text-text-2">
          {t('shell.loading')}
        </div>
        <div className="flex w-80 flex-col gap-2 border-line border-l p-3">
          <span className={`${bar} h-4 w-20`} />
          <span className={`${bar} h-24`} />
          <span className={`${bar} h-24`} />
        </div>
      </main>
      <div className="h-7 border-line border-t" />
    </div>
  );
}

import { X } from 'lucide-react';
import { Dialog, Tabs } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useFloor, useStudio } from '../../app/hooks.ts';
import { type HealthView, healthShown, healthTabs } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { overlayLook } from '../../components/sheet.ts';
import { TabTrigger } from '../../components/TabTrigger.tsx';
import { DestinationChoice } from './DestinationChoice.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { LogList } from './LogList.tsx';
import { NetworkTab } from './NetworkTab.tsx';
import { OutagesTab } from './OutagesTab.tsx';
import { needsLook, useWatched } from './useHealth.ts';

/** How the broadcast is doing: the live chart with the ladder, the interruptions, the log. */
export function HealthDialog() {
  const view = useFloor((floor) => floor.health);
  const show = (next: HealthView | null) => store.dispatch(healthShown(next));
  return (
    <Dialog.Root open={view !== null} onOpenChange={(open) => !open && show(null)}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayLook} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-40 flex h-[45rem] max-h-[calc(100vh-3rem)] w-[76rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-raised shadow-2xl shadow-black/60"
        >
          {view ? <Body view={view} onView={show} /> : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Body({ view, onView }: { view: HealthView; onView: (view: HealthView) => void }) {
  const { t } = useTranslation();
  const watched = useWatched();
  const outages = useStudio(({ session }) => session.outages.length);
  const isKnown = watched.some(({ id }) => id === view.destinationId);
  const destinationId = isKnown ? view.destinationId : needsLook(watched);
  return (
    <Tabs.Root
      value={view.tab}
      onValueChange={(tab) => onView({ ...view, tab: tab as HealthView['tab'] })}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="flex h-14 shrink-0 items-end gap-4 border-line border-b px-5">
        <Dialog.Title className="pb-2.5 text-lg font-semibold">{t('health.title')}</Dialog.Title>
        <Tabs.List aria-label={t('health.title')} className="flex flex-1 gap-1 self-end">
          {healthTabs.map((tab) => (
            <TabTrigger
              key={tab}
              value={tab}
              className="flex h-9 items-center gap-1.5 border-transparent border-b-2 px-2.5 text-text-2 hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
            >
              {t(`health.tabs.${tab}`)}
              {tab === 'outages' && outages > 0 ? (
                <span className="figures rounded-full bg-warn-dim px-1.5 font-semibold text-warn text-xs">
                  {outages}
                </span>
              ) : null}
            </TabTrigger>
          ))}
        </Tabs.List>
        <div className="flex items-center gap-2 pb-2">
          {view.tab === 'outages' ? null : (
            <DestinationChoice
              watched={watched}
              value={destinationId}
              onChoose={(id) => onView({ ...view, destinationId: id })}
            />
          )}
          <ExportMenu disabled={watched.length === 0} />
          <Dialog.Close
            aria-label={t('common.close')}
            className="rounded-md p-1.5 text-text-2 hover:bg-control hover:text-text"
          >
            <X className="size-4" aria-hidden />
          </Dialog.Close>
        </div>
      </div>
      <Tabs.Content value="network" tabIndex={-1} className="min-h-0 flex-1 outline-none">
        <NetworkTab destinationId={destinationId} />
      </Tabs.Content>
      <Tabs.Content
        value="outages"
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto outline-none"
      >
        <OutagesTab />
      </Tabs.Content>
      <Tabs.Content
        value="log"
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto outline-none"
      >
        <LogList destinationId={destinationId} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

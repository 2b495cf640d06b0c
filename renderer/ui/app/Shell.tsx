import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelector } from 'react-redux';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { cx } from '../components/cx.ts';
import { CollectionsDialog } from '../features/collections/index.ts';
import { MissingFilesDialog } from '../features/files/index.ts';
import { Footer } from '../features/footer/index.ts';
import { Mixer } from '../features/mixer/index.ts';
import { Notices } from '../features/notices/index.ts';
import { IncomingPk } from '../features/pk/index.ts';
import { PreflightDialog } from '../features/preflight/index.ts';
import { Preview } from '../features/preview/index.ts';
import { RoomsDialog } from '../features/rooms/index.ts';
import { Scenes } from '../features/scenes/index.ts';
import { SettingsDialog } from '../features/settings/index.ts';
import { Sources } from '../features/sources/index.ts';
import { SummaryDialog } from '../features/summary/index.ts';
import { TopBar } from '../features/topbar/index.ts';
import { Warnings } from '../features/warnings/index.ts';
import { FloorWindows } from './FloorWindows.tsx';
import { SidePanel } from './SidePanel.tsx';
import { Skeleton } from './Skeleton.tsx';
import type { RootState } from './store.ts';

/** The whole window: bars above and below, panels that can be resized between them. */
export function Shell() {
  const ready = useSelector((state: RootState) => state.mirror.studio !== null);
  if (!ready) return <Skeleton />;
  return (
    <div className="flex h-full flex-col">
      <TopBar />
      <Columns />
      <Footer />
      <SettingsDialog />
      <CollectionsDialog />
      <MissingFilesDialog />
      <PreflightDialog />
      <RoomsDialog />
      <IncomingPk />
      <SummaryDialog />
      <FloorWindows />
    </div>
  );
}

const side = { groupResizeBehavior: 'preserve-pixel-size', collapsible: true } as const;

function Columns() {
  const { t } = useTranslation();
  const columns = useDefaultLayout({ id: 'columns', onlySaveAfterUserInteractions: true });
  const rows = useDefaultLayout({ id: 'rows', onlySaveAfterUserInteractions: true });
  return (
    <main className="min-h-0 flex-1">
      <Group defaultLayout={columns.defaultLayout} onLayoutChanged={columns.onLayoutChanged}>
        <Panel id="sources" defaultSize="15.5rem" minSize="13rem" maxSize="26rem" {...side}>
          <Pane label={t('shell.scenesAndSources')}>
            <Scenes />
            <Sources />
          </Pane>
        </Panel>
        <Divider label={t('shell.resizeLeft')} />
        <Panel id="work" minSize="26rem">
          <Group
            orientation="vertical"
            defaultLayout={rows.defaultLayout}
            onLayoutChanged={rows.onLayoutChanged}
          >
            <Panel id="picture" minSize="16rem">
              <div className="relative h-full overflow-hidden">
                <Preview />
                <Warnings />
                <Notices />
              </div>
            </Panel>
            <Divider label={t('shell.resizeMixer')} across />
            <Panel id="mixer" defaultSize="15.5rem" minSize="13.5rem" maxSize="24rem" {...side}>
              <Mixer />
            </Panel>
          </Group>
        </Panel>
        <Divider label={t('shell.resizeRight')} />
        <Panel id="outputs" defaultSize="20rem" minSize="17rem" maxSize="32rem" {...side}>
          <SidePanel />
        </Panel>
      </Group>
    </main>
  );
}

function Pane({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="flex h-full flex-col overflow-y-auto bg-panel">
      {children}
    </section>
  );
}

function Divider({ label, across }: { label: string; across?: boolean }) {
  return (
    <Separator
      aria-label={label}
      className={cx(
        'bg-line transition-colors hover:bg-accent data-[separator=active]:bg-accent',
        across ? 'h-px' : 'w-px',
      )}
    />
  );
}

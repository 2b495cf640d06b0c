import {
  DoorOpen,
  type LucideIcon,
  MessagesSquare,
  Radio,
  SlidersHorizontal,
  Swords,
  Users,
  WandSparkles,
} from 'lucide-react';
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TabTrigger } from '../components/TabTrigger.tsx';
import { ChatPanel } from '../features/chat/index.ts';
import { Destinations } from '../features/destinations/index.ts';
import { Filters } from '../features/filters/index.ts';
import { GuestsPanel, HandStrip } from '../features/guests/index.ts';
import { PkPanel } from '../features/pk/index.ts';
import { RoomPanel } from '../features/room/index.ts';
import { Properties } from '../features/sources/index.ts';
import { useAppDispatch, useStudio, useView } from './hooks.ts';
import { useChosenSource } from './selection.ts';
import { type SideTab, sideTabChosen, sideTabs } from './state/view.ts';

const icons: Record<SideTab, LucideIcon> = {
  chat: MessagesSquare,
  guests: Users,
  pk: Swords,
  room: DoorOpen,
  outputs: Radio,
  properties: SlidersHorizontal,
  filters: WandSparkles,
};

const panels: Record<SideTab, () => ReactNode> = {
  chat: ChatPanel,
  guests: GuestsPanel,
  pk: PkPanel,
  room: RoomPanel,
  outputs: Destinations,
  properties: Properties,
  filters: Filters,
};

/** The right side: the audience, where the show goes, and all about the chosen source. The picture stays in sight. */
export function SidePanel() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const tab = useView((view) => view.sideTab);
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) => dispatch(sideTabChosen(next as SideTab))}
      className="@container flex h-full flex-col bg-panel"
    >
      <Tabs.List
        aria-label={t('shell.sidePanel')}
        className="flex h-10 shrink-0 items-stretch justify-between border-line border-b px-1.5"
      >
        {sideTabs.map((name) => (
          <SideTabButton key={name} name={name} chosen={name === tab} />
        ))}
      </Tabs.List>
      <HandStrip />
      {sideTabs.map((name) => {
        const Panel = panels[name];
        return (
          <Tabs.Content
            key={name}
            value={name}
            tabIndex={-1}
            className="relative min-h-0 flex-1 overflow-y-auto outline-none"
          >
            <Panel />
          </Tabs.Content>
        );
      })}
    </Tabs.Root>
  );
}

/** Where there is no width for every word, the others stand as icons. */
function SideTabButton({ name, chosen }: { name: SideTab; chosen: boolean }) {
  const { t } = useTranslation();
  const Icon = icons[name];
  return (
    <TabTrigger
      value={name}
      title={t(`shell.tabs.${name}`)}
      className="group/tab flex min-w-0 items-center gap-1 border-transparent border-b-2 px-1.5 focus-visible:-outline-offset-2 text-text-2 hover:text-text data-[state=active]:shrink-0 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
    >
      <Icon
        className="size-4 shrink-0 group-data-[state=active]/tab:hidden @[25rem]:hidden"
        aria-hidden
      />
      <span className="sr-only truncate group-data-[state=active]/tab:not-sr-only @[25rem]:not-sr-only">
        {t(`shell.tabs.${name}`)}
      </span>
      {name === 'chat' ? <Questions /> : null}
      {name === 'guests' ? <Hands /> : null}
      {name === 'outputs' && !chosen ? <Troubles /> : null}
      {name === 'filters' ? <FilterCount /> : null}
    </TabTrigger>
  );
}

/** Questions that wait for the host. */
function Questions() {
  const { t } = useTranslation();
  const number = useStudio(
    ({ session }) => session.questions.filter(({ state }) => state === 'waiting').length,
  );
  if (number === 0) return null;
  return (
    <span className="figures min-w-4 rounded-full bg-accent px-1 text-center font-semibold text-bg text-xs">
      {number}
      <span className="sr-only">{t('chat.questions.waitingShort', { count: number })}</span>
    </span>
  );
}

/** Raised hands that wait for the host. */
function Hands() {
  const { t } = useTranslation();
  const number = useStudio(
    ({ session }) =>
      session.cohost.desk?.people.filter(({ stage }) => stage === 'asking').length ?? 0,
  );
  if (number === 0) return null;
  return (
    <span className="figures min-w-4 rounded-full bg-warn px-1 text-center font-semibold text-bg text-xs">
      {number}
      <span className="sr-only">{t('guests.waitingShort', { count: number })}</span>
    </span>
  );
}

/** Somewhere the show does not arrive, seen from another tab. */
function Troubles() {
  const { t } = useTranslation();
  const number = useStudio(
    ({ session }) =>
      Object.values(session.destinations).filter(
        ({ state }) => state === 'failed' || state === 'reconnecting',
      ).length,
  );
  if (number === 0) return null;
  return (
    <span className="figures min-w-4 rounded-full bg-air-dim px-1 text-center font-semibold text-air-text text-xs">
      {number}
      <span className="sr-only">{t('shell.outputTroubles')}</span>
    </span>
  );
}

function FilterCount() {
  const chosen = useChosenSource();
  const number = chosen && 'filters' in chosen.source ? chosen.source.filters.length : 0;
  if (number === 0) return null;
  return (
    <span className="figures min-w-4 rounded-full bg-control px-1 text-center text-text-2 text-xs">
      {number}
    </span>
  );
}

import { Tabs } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { cx } from '../components/cx.ts';
import { Destinations } from '../features/destinations/index.ts';
import { Filters } from '../features/filters/index.ts';
import { Properties } from '../features/sources/index.ts';
import { useAppDispatch, useStudio, useView } from './hooks.ts';
import { useChosenSource } from './selection.ts';
import { type SideTab, sideTabChosen } from './state/view.ts';

const tabs: readonly SideTab[] = ['outputs', 'properties', 'filters'];

/** The right side: where the show goes, and all about the chosen source. The picture stays in sight. */
export function SidePanel() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const tab = useView((view) => view.sideTab);
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) => dispatch(sideTabChosen(next as SideTab))}
      className="flex h-full flex-col bg-panel"
    >
      <Tabs.List
        aria-label={t('shell.sidePanel')}
        className="flex h-10 shrink-0 items-stretch gap-1 border-line border-b px-2"
      >
        {tabs.map((name) => (
          <Tabs.Trigger
            key={name}
            value={name}
            className="flex min-w-0 items-center gap-1.5 border-transparent border-b-2 px-2.5 text-text-2 hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            <span className="truncate">{t(`shell.tabs.${name}`)}</span>
            {name === 'outputs' && tab !== 'outputs' ? <Troubles /> : null}
            {name === 'filters' ? <FilterCount /> : null}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {tabs.map((name) => (
        <Tabs.Content
          key={name}
          value={name}
          tabIndex={-1}
          className={cx('min-h-0 flex-1 overflow-y-auto outline-none')}
        >
          {name === 'outputs' ? (
            <Destinations />
          ) : name === 'properties' ? (
            <Properties />
          ) : (
            <Filters />
          )}
        </Tabs.Content>
      ))}
    </Tabs.Root>
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
    <span className="figures rounded-full bg-air-dim px-1.5 font-semibold text-air-text text-xs">
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
    <span className="figures rounded-full bg-control px-1.5 text-text-2 text-xs">{number}</span>
  );
}

import { TriangleAlert } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../../common/show/sources.ts';
import { errorWords } from '../../app/errorWords.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { Tooltip } from '../../components/Tooltip.tsx';
import { kindIcons } from './kindIcons.ts';
import { standInOf } from './model/standIn.ts';
import { RenameField } from './RenameField.tsx';

export type Click = { readonly toggle: boolean; readonly range: boolean };

type Props = {
  source: Source;
  selected: boolean;
  dimmed?: boolean;
  /** How deep in groups. */
  depth?: number;
  /** Stands before the icon, in place of the indent's last part. */
  lead?: ReactNode;
  onSelect: (click: Click) => void;
  onDeselect: () => void;
  onRemove: () => void;
  onMenu?: () => void;
  renaming: boolean;
  onRenaming: (renaming: boolean) => void;
  children?: ReactNode;
};

/** What a row holds: icon, name, what is wrong with it, and the buttons given as children. */
export function SourceRow(props: Props) {
  const { source, selected, dimmed, depth = 0, lead, onSelect, children } = props;
  const { t } = useTranslation();
  const problem = useStudio(({ session }) => session.sourceProblems[source.id]);
  const Icon = kindIcons[source.kind];
  const onClick = (event: MouseEvent) =>
    onSelect({ toggle: event.ctrlKey || event.metaKey, range: event.shiftKey });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'F2') props.onRenaming(true);
    else if (event.key === 'Delete' || event.key === 'Backspace') props.onRemove();
    else if (event.key === 'Escape' && selected) props.onDeselect();
    else if (event.key === 'ContextMenu') props.onMenu?.();
    else if (!event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
      stepFocus(event.currentTarget, event.key === 'ArrowUp' ? -1 : 1);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className={cx(
        'group flex h-8 items-center rounded-md pr-1 transition-colors',
        selected ? 'bg-control' : 'hover:bg-raised',
      )}
      style={{ paddingLeft: `${depth * 0.875}rem` }}
      onContextMenu={(event) => {
        event.preventDefault();
        props.onMenu?.();
      }}
    >
      {lead}
      {props.renaming ? (
        <RenameField source={source} onDone={() => props.onRenaming(false)} />
      ) : (
        <button
          type="button"
          data-source-row
          aria-pressed={selected}
          aria-keyshortcuts="F2 Delete Alt+ArrowUp Alt+ArrowDown"
          title={source.name}
          onClick={onClick}
          onDoubleClick={() => props.onRenaming(true)}
          onKeyDown={onKeyDown}
          className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md pl-1.5 text-left"
        >
          <Icon
            role="img"
            aria-label={t(`sources.kinds.${source.kind}`)}
            className={cx('size-4 shrink-0', selected ? 'text-accent' : 'text-text-2')}
          />
          <span className={cx('min-w-0 truncate', dimmed && 'text-text-2 line-through')}>
            {source.name}
          </span>
        </button>
      )}
      {problem ? (
        <Tooltip text={`${t(`sources.standIn.${standInOf(source)}`)} ${errorWords(problem.error)}`}>
          <button
            type="button"
            aria-label={t('sources.problem', { name: source.name })}
            onClick={onClick}
            className="mx-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-md text-warn hover:bg-control"
          >
            <TriangleAlert className="size-3.5" aria-hidden />
          </button>
        </Tooltip>
      ) : null}
      {children}
    </div>
  );
}

/** The arrow keys go from name to name. */
function stepFocus(from: HTMLElement, by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-source-row]')];
  rows[rows.indexOf(from) + by]?.focus();
}

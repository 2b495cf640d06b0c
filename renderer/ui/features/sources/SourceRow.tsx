import { TriangleAlert } from 'lucide-react';
import type { KeyboardEventHandler, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../../common/show/sources.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { Tooltip } from '../../components/Tooltip.tsx';
import { kindIcons } from './kinds.ts';

type Props = {
  source: Source;
  selected: boolean;
  dimmed?: boolean;
  onSelect: () => void;
  onKeyDown?: KeyboardEventHandler;
  shortcuts?: string;
  /** Buttons between the name and the warning. */
  moving?: ReactNode;
  children?: ReactNode;
};

/** One line of the list: icon, name, what is wrong with it, and the buttons given as children. */
export function SourceRow(props: Props) {
  const { source, selected, dimmed, onSelect, onKeyDown, shortcuts, moving, children } = props;
  const { t } = useTranslation();
  const problem = useStudio(({ session }) => session.sourceProblems[source.id]);
  const Icon = kindIcons[source.kind];
  const kind = t(`sources.kinds.${source.kind}`);
  return (
    <li
      className={cx(
        'group flex h-8 items-center rounded-md pr-1 transition-colors',
        selected ? 'bg-control' : 'hover:bg-raised',
      )}
    >
      <button
        type="button"
        aria-pressed={selected}
        aria-keyshortcuts={shortcuts}
        title={source.name}
        onClick={onSelect}
        onKeyDown={onKeyDown}
        className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md pl-1.5 text-left"
      >
        <Icon
          role="img"
          aria-label={kind}
          className={cx('size-4 shrink-0', selected ? 'text-accent' : 'text-text-2')}
        />
        <span className={cx('min-w-0 truncate', dimmed && 'text-text-2 line-through')}>
          {source.name}
        </span>
      </button>
      {moving}
      {problem ? (
        <Tooltip
          text={`${t(`sources.standIn.${source.kind}`)} ${t(`errors.${problem.error.code}`)}`}
        >
          <button
            type="button"
            aria-label={t('sources.problem', { name: source.name })}
            onClick={onSelect}
            className="mx-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-md text-warn hover:bg-control"
          >
            <TriangleAlert className="size-3.5" aria-hidden />
          </button>
        </Tooltip>
      ) : null}
      {children}
    </li>
  );
}

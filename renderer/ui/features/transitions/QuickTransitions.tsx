import { Plus, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { Transition, Transitions } from '../../../../common/show/transitions.ts';
import { useStudio } from '../../app/hooks.ts';
import { newId } from '../../app/ids.ts';
import { ask, change } from '../../app/studio.ts';
import { transitionName } from '../../commands/transitionWords.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { PopoverBox } from '../../components/PopoverBox.tsx';

type Quick = Transitions['quick'];
/** Of the document's schema. */
const MOST = 20;

const set = (quick: Quick) =>
  void change({ type: 'transitions/quickTransitionsSet', payload: { quick } });

const same = (a: Transition, b: Transition) => JSON.stringify(a) === JSON.stringify(b);

/** Transitions at hand. In studio mode a click switches with it; without, it is used from then on. */
export function QuickTransitions() {
  const { t } = useTranslation();
  const { chosen, quick } = useStudio(({ show }) => show.transitions);
  const studioMode = useStudio(({ show }) => show.canvases[0]?.studioMode ?? false);
  const stands = useStudio(
    ({ show: { canvases } }) => canvases[0]?.programSceneId === canvases[0]?.previewSceneId,
  );
  return (
    <fieldset
      aria-label={t('transitions.quick')}
      className="flex min-w-0 flex-1 items-center gap-1 overflow-hidden"
    >
      <div className="flex min-w-0 gap-1 overflow-x-auto px-0.5 py-1 [scrollbar-width:none]">
        {quick.map(({ id, transition }) => {
          const name = transitionName(transition);
          const used = !studioMode && same(transition, chosen);
          return (
            <Button
              key={id}
              size="sm"
              disabled={studioMode && stands}
              aria-pressed={studioMode ? undefined : used}
              aria-label={t(studioMode ? 'transitions.takeQuick' : 'transitions.useQuick', {
                name,
              })}
              title={t(studioMode ? 'transitions.takeQuick' : 'transitions.useQuick', { name })}
              className={cx(used && 'bg-control-hover shadow-[inset_0_0_0_1px_var(--color-edge)]')}
              onClick={() =>
                void (studioMode
                  ? ask('programme:take', { transition })
                  : change({ type: 'transitions/transitionChosen', payload: { transition } }))
              }
            >
              {name}
            </Button>
          );
        })}
      </div>
      <Editor chosen={chosen} quick={quick} />
    </fieldset>
  );
}

function Editor({ chosen, quick }: { chosen: Transition; quick: Quick }) {
  const { t } = useTranslation();
  const there = quick.some(({ transition }) => same(transition, chosen));
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={t('transitions.editQuick')}
        title={t('transitions.editQuick')}
        className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-text-2 hover:bg-control hover:text-text"
      >
        <Plus className="size-4" aria-hidden />
      </Popover.Trigger>
      <PopoverBox title={t('transitions.editQuick')} className="w-60 p-2">
        {quick.length === 0 ? (
          <p className="px-2 py-1 text-sm text-text-2">{t('transitions.noQuick')}</p>
        ) : null}
        <ul>
          {quick.map(({ id, transition }) => (
            <li key={id} className="flex h-8 items-center gap-2 pl-2">
              <span className="min-w-0 flex-1 truncate">{transitionName(transition)}</span>
              <IconButton
                label={t('transitions.removeQuick', { name: transitionName(transition) })}
                onClick={() => set(quick.filter((it) => it.id !== id))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <Button
          size="sm"
          className="mt-1 w-full"
          disabled={there || quick.length >= MOST}
          onClick={() => set([...quick, { id: newId('quick'), transition: chosen }])}
        >
          <Plus className="size-3.5 shrink-0" aria-hidden />
          <span className="truncate">
            {t('transitions.addQuick', { name: transitionName(chosen) })}
          </span>
        </Button>
      </PopoverBox>
    </Popover.Root>
  );
}

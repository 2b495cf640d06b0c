import { Grid3x3, RectangleHorizontal, Settings2 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { newTransition } from '../../../../common/show/new.ts';
import type { Transition, TransitionKind } from '../../../../common/show/transitions.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { transitionKinds } from '../../commands/transitionWords.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { PopoverBox } from '../../components/PopoverBox.tsx';
import { Select } from '../../components/Select.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { QuickTransitions } from './QuickTransitions.tsx';
import { TBar } from './TBar.tsx';
import { TransitionForm } from './TransitionForm.tsx';

const choose = (transition: Transition, gesture?: string) =>
  change(
    { type: 'transitions/transitionChosen', payload: { transition } },
    gesture ? { gesture } : {},
  );

/** Below the pictures: how the next scene comes, and in studio mode the hand on it. */
export function TransitionBar() {
  const { t } = useTranslation();
  const studioMode = useStudio(({ show }) => show.canvases[0]?.studioMode ?? false);
  return (
    <section
      aria-label={t('transitions.title')}
      className="flex h-12 shrink-0 items-center gap-2 overflow-hidden bg-bg px-3"
    >
      {studioMode ? <TakeButton /> : null}
      {studioMode ? <TBar /> : null}
      <Chosen />
      <QuickTransitions />
      <Help name="overlay.safeArea" icon="safeArea" />
      <Help name="overlay.grid" icon="grid" />
    </section>
  );
}

function TakeButton() {
  const { t } = useTranslation();
  const { hint, run } = useCommand('take');
  const running = useStudio(({ session }) => session.programme.transition !== null);
  const same = useStudio(
    ({ show: { canvases } }) => canvases[0]?.programSceneId === canvases[0]?.previewSceneId,
  );
  return (
    <Tooltip text={hint}>
      <Button
        look="danger"
        className="min-w-24"
        aria-busy={running}
        disabled={same && !running}
        onClick={run}
      >
        <span aria-live="polite">{t(running ? 'transitions.taking' : 'transitions.take')}</span>
      </Button>
    </Tooltip>
  );
}

function Chosen() {
  const { t } = useTranslation();
  const chosen = useStudio(({ show }) => show.transitions.chosen);
  return (
    <div className="flex shrink-0 items-center gap-1">
      <div className="w-26">
        <Select
          label={t('transitions.kind')}
          value={chosen.kind}
          options={transitionKinds.map((kind) => ({
            value: kind,
            label: t(`transitions.kinds.${kind}`),
          }))}
          onValueChange={(kind) => {
            const next = newTransition(kind as TransitionKind);
            // A length that somebody has got used to stays.
            const kept = 'durationMs' in chosen && 'durationMs' in next;
            void choose(kept ? { ...next, durationMs: chosen.durationMs } : next);
          }}
        />
      </div>
      {'durationMs' in chosen ? (
        <NumberField
          bare
          label={t('transitions.durationMs')}
          value={chosen.durationMs}
          min={50}
          max={20_000}
          step={50}
          unit="ms"
          className="w-20"
          onEdit={(durationMs, gesture) => choose({ ...chosen, durationMs }, gesture)}
        />
      ) : null}
      {chosen.kind === 'cut' || chosen.kind === 'fade' ? null : <MoreSettings chosen={chosen} />}
    </div>
  );
}

function MoreSettings({ chosen }: { chosen: Transition }) {
  const { t } = useTranslation();
  const wanting = chosen.kind === 'stinger' && chosen.path === '';
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={t('transitions.settings')}
        title={t(wanting ? 'transitions.stingerMissing' : 'transitions.settings')}
        className={cx(
          'inline-flex size-8 shrink-0 items-center justify-center rounded-md hover:bg-control',
          wanting ? 'text-warn' : 'text-text-2 hover:text-text',
        )}
      >
        <Settings2 className="size-4" aria-hidden />
      </Popover.Trigger>
      <PopoverBox title={t('transitions.settings')} align="center" className="w-72 p-3">
        <TransitionForm transition={chosen} onEdit={choose} />
      </PopoverBox>
    </Popover.Root>
  );
}

function Help({ name, icon }: { name: string; icon: 'safeArea' | 'grid' }) {
  const { label, hint, on, run } = useCommand(name);
  return (
    <IconButton
      size="md"
      label={hint}
      aria-label={label}
      aria-pressed={on}
      className={on ? 'bg-control text-text' : ''}
      onClick={run}
    >
      {icon === 'grid' ? <Grid3x3 aria-hidden /> : <RectangleHorizontal aria-hidden />}
    </IconButton>
  );
}

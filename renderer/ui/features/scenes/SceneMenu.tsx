import {
  Check,
  ChevronDown,
  ChevronUp,
  CopyPlus,
  MonitorUp,
  PencilLine,
  Sparkles,
  Trash2,
  View,
} from 'lucide-react';
import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { newTransition } from '../../../../common/show/new.ts';
import type { Transition } from '../../../../common/show/transitions.ts';
import { useStudio } from '../../app/hooks.ts';
import { sceneRenaming } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import {
  CommandItem,
  MenuBox,
  MenuLine,
  PlainItem,
  SubMenu,
} from '../../commands/ContextItems.tsx';
import { whereNow } from '../../commands/command.ts';
import {
  duplicateScene,
  moveScene,
  preview,
  removeScene,
  take,
} from '../../commands/edits/scenes.ts';
import { transitionKinds } from '../../commands/transitionWords.ts';

type Props = {
  /** The one that the menu is for; null beside all of them. */
  sceneId: string | null;
  onTransition: (sceneId: string) => void;
  children: ReactElement;
};

/** What can be done with a scene; one menu for all of them. */
export function SceneMenu({ sceneId, onTransition, children }: Props) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <MenuBox>
          {sceneId ? (
            <OfScene sceneId={sceneId} onTransition={() => onTransition(sceneId)} />
          ) : null}
          <CommandItem name="scene.add" />
        </MenuBox>
      </Radix.Portal>
    </Radix.Root>
  );
}

function OfScene({ sceneId, onTransition }: { sceneId: string; onTransition: () => void }) {
  const { t } = useTranslation();
  const studioMode = useStudio(({ show }) => show.canvases[0]?.studioMode ?? false);
  const canvasId = useStudio(({ show }) => show.canvases[0]?.id ?? '');
  const count = useStudio(({ show }) => show.scenes.filter(({ group }) => !group).length);
  const index = useStudio(({ show }) =>
    show.scenes.filter(({ group }) => !group).findIndex(({ id }) => id === sceneId),
  );
  const move = (to: number) => {
    const where = whereNow();
    if (where) moveScene(where, sceneId, to);
  };
  const withWhere = (act: (where: NonNullable<ReturnType<typeof whereNow>>) => unknown) => () => {
    const where = whereNow();
    if (where) void act(where);
  };
  return (
    <>
      <PlainItem icon={<MonitorUp aria-hidden />} onSelect={() => take(sceneId)}>
        {t('scenes.putOnAir')}
      </PlainItem>
      {studioMode ? (
        <PlainItem icon={<View aria-hidden />} onSelect={() => preview(canvasId, sceneId)}>
          {t('scenes.putInPreview')}
        </PlainItem>
      ) : null}
      <MenuLine />
      <OwnTransition sceneId={sceneId} onEdit={onTransition} />
      <PlainItem
        icon={<PencilLine aria-hidden />}
        keyText="F2"
        // Once the menu has given the focus back.
        onSelect={() => setTimeout(() => store.dispatch(sceneRenaming(sceneId)), 50)}
      >
        {t('scenes.rename')}
      </PlainItem>
      <PlainItem
        icon={<CopyPlus aria-hidden />}
        onSelect={withWhere((where) => duplicateScene(where, sceneId))}
      >
        {t('scenes.duplicate')}
      </PlainItem>
      <PlainItem
        icon={<ChevronUp aria-hidden />}
        disabled={index < 1}
        keyText="Alt ↑"
        onSelect={() => move(index - 1)}
      >
        {t('scenes.moveUp')}
      </PlainItem>
      <PlainItem
        icon={<ChevronDown aria-hidden />}
        disabled={index >= count - 1}
        keyText="Alt ↓"
        onSelect={() => move(index + 1)}
      >
        {t('scenes.moveDown')}
      </PlainItem>
      <MenuLine />
      <PlainItem
        danger
        icon={<Trash2 aria-hidden />}
        disabled={count < 2}
        keyText="Del"
        onSelect={withWhere((where) => removeScene(where, sceneId))}
      >
        {t('scenes.remove')}
      </PlainItem>
      <MenuLine />
    </>
  );
}

function OwnTransition({ sceneId, onEdit }: { sceneId: string; onEdit: () => void }) {
  const { t } = useTranslation();
  const own = useStudio(
    ({ show }) => show.scenes.find(({ id }) => id === sceneId)?.transition ?? null,
  );
  const set = (transition: Transition | null) =>
    void change({ type: 'scenes/sceneTransitionSet', payload: { sceneId, transition } });
  const mark = (on: boolean) => (on ? <Check aria-hidden /> : <span className="w-4 shrink-0" />);
  return (
    <SubMenu title={t('scenes.transition')} icon={<Sparkles aria-hidden />}>
      <PlainItem icon={mark(own === null)} onSelect={() => set(null)}>
        {t('scenes.ownTransition')}
      </PlainItem>
      {transitionKinds.map((kind) => (
        <PlainItem
          key={kind}
          icon={mark(own?.kind === kind)}
          onSelect={() => {
            if (own?.kind !== kind) set(newTransition(kind));
            // Nothing without its file.
            if (kind === 'stinger') onEdit();
          }}
        >
          {t(`transitions.kinds.${kind}`)}
        </PlainItem>
      ))}
      {own && own.kind !== 'cut' ? (
        <>
          <MenuLine />
          <PlainItem icon={mark(false)} onSelect={onEdit}>
            {t('scenes.editTransition')}
          </PlainItem>
        </>
      ) : null}
    </SubMenu>
  );
}

import { Ellipsis } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFloor, useStudio } from '../../app/hooks.ts';
import { sceneRenaming } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import { whereNow } from '../../commands/command.ts';
import { choose, removeScene, take } from '../../commands/edits/scenes.ts';
import { transitionName } from '../../commands/transitionWords.ts';
import { useKeyOf } from '../../commands/useCommand.ts';
import { cx } from '../../components/cx.ts';
import { SortableRow } from '../../components/Sortable.tsx';
import { NameField } from './NameField.tsx';
import { Thumbnail } from './Thumbnail.tsx';

/** Rows out of sight are not laid out; this high they are taken to be. */
const unseen = { contentVisibility: 'auto', containIntrinsicSize: 'auto 50px' } as const;

type State = 'onAir' | 'program' | 'next' | 'inPreview' | 'coming' | null;

const frames: Record<Exclude<State, null>, string> = {
  onAir: 'border-air/70 bg-air-dim',
  program: 'border-air/70 bg-raised',
  next: 'border-edge bg-raised',
  coming: 'border-air/70 bg-air-dim',
  inPreview: 'border-preview/70 bg-preview-dim',
};

function useSceneState(sceneId: string): State {
  return useStudio(({ show: { canvases }, session: { live, programme, recording } }) => {
    const canvas = canvases[0];
    const seen = live.state === 'live' || recording.state === 'recording';
    if (programme.transition?.toSceneId === sceneId) return 'coming';
    if (canvas?.programSceneId === sceneId)
      return seen ? 'onAir' : canvas.studioMode ? 'program' : 'next';
    return canvas?.studioMode && canvas.previewSceneId === sceneId ? 'inPreview' : null;
  });
}

/** One scene: its picture, its name, its key, and what is with it. */
export const SceneRow = memo(function SceneRow(props: { sceneId: string; index: number }) {
  const { sceneId } = props;
  const { t } = useTranslation();
  const name = useStudio(({ show }) => show.scenes.find(({ id }) => id === sceneId)?.name ?? '');
  const transition = useStudio(
    ({ show }) => show.scenes.find(({ id }) => id === sceneId)?.transition ?? null,
  );
  const studioMode = useStudio(({ show }) => show.canvases[0]?.studioMode ?? false);
  const state = useSceneState(sceneId);
  const renaming = useFloor((floor) => floor.renamingSceneId === sceneId);
  const keyText = useKeyOf(`scene.choose:${sceneId}`);
  const button = useRef<HTMLButtonElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'F2') store.dispatch(sceneRenaming(sceneId));
    else if (event.key === 'Delete') {
      const where = whereNow();
      if (where) removeScene(where, sceneId);
    } else return;
    event.preventDefault();
  };
  const onClick = ({ detail }: MouseEvent) => {
    const where = whereNow();
    // The second click of two has its own meaning.
    if (where && detail < 2) choose(where, sceneId);
  };
  const onDoubleClick = ({ target }: MouseEvent) => {
    if (studioMode) take(sceneId);
    else if ((target as Element).closest('[data-name]')) store.dispatch(sceneRenaming(sceneId));
  };
  const rename = (next: string | null) => {
    store.dispatch(sceneRenaming(null));
    button.current?.focus();
    if (next !== null && next !== name)
      void change({ type: 'scenes/sceneRenamed', payload: { sceneId, name: next } });
  };
  const word = state && t(`scenes.${state}`);
  const notes = [keyText, transition && transitionName(transition)].filter(Boolean).join(' · ');
  return (
    <SortableRow id={sceneId} style={unseen} className="group rounded-lg">
      <div
        data-scene-id={sceneId}
        className={cx(
          'relative flex items-center rounded-lg border transition-colors',
          state ? frames[state] : 'border-transparent hover:bg-raised',
        )}
      >
        <button
          ref={button}
          type="button"
          aria-current={
            state !== null && state !== 'inPreview' && state !== 'coming' ? 'true' : undefined
          }
          aria-label={[name, word].filter(Boolean).join(', ')}
          aria-keyshortcuts={['F2', 'Delete', 'Alt+ArrowUp', 'Alt+ArrowDown'].join(' ')}
          title={`${name}\n${t(studioMode ? 'scenes.hintStudio' : 'scenes.hint')}`}
          onClick={onClick}
          onDoubleClick={onDoubleClick}
          onKeyDown={onKeyDown}
          className="flex min-w-0 flex-1 items-center gap-2.5 rounded-lg p-1.5 pr-7 text-left -outline-offset-2"
        >
          <Thumbnail sceneId={sceneId} />
          <span className="min-w-0 flex-1">
            <span data-name className={cx('block truncate font-medium', renaming && 'invisible')}>
              {name}
            </span>
            <span className="flex min-w-0 items-baseline gap-1.5 text-xs text-text-2">
              {word ? (
                <span
                  className={cx(
                    'shrink-0 font-semibold',
                    state === 'inPreview'
                      ? 'text-preview'
                      : state === 'next'
                        ? 'text-text-2'
                        : 'text-air-text',
                  )}
                >
                  {word}
                </span>
              ) : null}
              <span className="truncate">{notes || '\u00a0'}</span>
            </span>
          </span>
        </button>
        {renaming ? (
          <NameField label={t('scenes.name')} value={name} onDone={rename} />
        ) : (
          <button
            type="button"
            aria-label={t('scenes.more', { name })}
            aria-haspopup="menu"
            title={t('scenes.more', { name })}
            onClick={openMenu}
            className="absolute right-1 inline-flex size-6 items-center justify-center rounded-md text-text-2 opacity-0 hover:bg-control hover:text-text focus-visible:opacity-100 group-hover:opacity-100 group-focus-within:opacity-100"
          >
            <Ellipsis className="size-4" aria-hidden />
          </button>
        )}
      </div>
    </SortableRow>
  );
});

/** The menu of the right button, for those who come by the left one or by keys. */
function openMenu({ currentTarget }: MouseEvent<HTMLElement>): void {
  const { left, bottom } = currentTarget.getBoundingClientRect();
  const place = { clientX: left, clientY: bottom, bubbles: true, cancelable: true };
  currentTarget.dispatchEvent(new window.MouseEvent('contextmenu', place));
}

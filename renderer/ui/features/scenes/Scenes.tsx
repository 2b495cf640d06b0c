import { useTranslation } from 'react-i18next';
import type { Scene } from '../../../../common/show/scenes.ts';
import type { Canvas } from '../../../../common/show/schema.ts';
import type { Source } from '../../../../common/show/sources.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';

/** The scenes of the show, and which of them viewers see. */
export function Scenes() {
  const { t } = useTranslation();
  const scenes = useStudio(({ show }) => show.scenes);
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const sources = useStudio(({ show }) => show.sources);
  const live = useStudio(({ session }) => session.live.state === 'live');
  if (!canvas) return null;
  return (
    <section aria-label={t('scenes.title')} className="shrink-0 px-2 pt-3 pb-2">
      <h2 className="panel-title px-1.5 pb-2">{t('scenes.title')}</h2>
      <ul className="flex flex-col gap-1">
        {scenes.map((scene) => {
          const onAir = live && scene.id === canvas.programSceneId;
          return (
            <li
              key={scene.id}
              aria-current={scene.id === canvas.programSceneId}
              className={cx(
                'flex items-center gap-2.5 rounded-lg border p-1.5',
                onAir ? 'border-air/60 bg-air-dim' : 'border-line bg-raised',
              )}
            >
              <Thumbnail scene={scene} canvas={canvas} sources={sources} />
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium" title={scene.name}>
                  {scene.name}
                </p>
                <p className={cx('truncate text-xs', onAir ? 'text-air-text' : 'text-text-2')}>
                  {t(onAir ? 'scenes.onAir' : 'scenes.program')}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const tints: Partial<Record<Source['kind'], string>> = {
  camera: '#33415f',
  testPicture: '#33415f',
  image: '#6c8cff',
  text: '#9aa3b5',
};

/** Where things stand in the scene: a plan, not a picture, so that it costs nothing while live. */
function Thumbnail(props: { scene: Scene; canvas: Canvas; sources: Record<string, Source> }) {
  const { scene, canvas, sources } = props;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${canvas.width} ${canvas.height}`}
      className="h-9 w-16 shrink-0 rounded-sm bg-bg"
      preserveAspectRatio="xMidYMid meet"
    >
      {scene.items
        .filter((item) => item.visible)
        .map((item) => (
          <rect
            key={item.id}
            {...item.rect}
            fill={tints[sources[item.sourceId]?.kind ?? 'camera'] ?? '#33415f'}
          />
        ))}
    </svg>
  );
}

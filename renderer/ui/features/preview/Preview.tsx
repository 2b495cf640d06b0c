import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { TransitionBar } from '../transitions/index.ts';
import { EditSurface } from './EditSurface.tsx';
import { type Box, TITLE_PX } from './fit.ts';
import { PictureTitle } from './PictureTitle.tsx';
import { StageCover } from './StageCover.tsx';
import { Toolbar } from './Toolbar.tsx';
import { usePictures } from './usePictures.ts';

/** Space beside the pictures, CSS pixels: the holes are cut by it, so it does not grow with the letters. */
const EDGE_PX = 12;

/**
 * Holes in the window: the stage's live pictures are a view of its own below this page. One sheet
 * is painted around the holes, so nothing is painted over the pictures.
 */
export function Preview() {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const pictures = usePictures(area);
  const live = useStudio(({ session }) => session.live.state === 'live');
  const canvas = useStudio(({ show }) => show.canvases[0]);
  if (!canvas) return null;
  const { programme, preview } = pictures ?? {};
  const edited = preview ?? programme;
  const holes = [programme, preview].flatMap((cell) => cell?.picture ?? []);
  return (
    <div className="flex h-full flex-col">
      <Toolbar />
      <div className="relative min-h-0 flex-1 overflow-hidden">
        <div
          aria-hidden
          className="pointer-events-none absolute inset-0 bg-bg"
          style={holes.length > 0 ? { clipPath: around(holes) } : undefined}
        />
        <div ref={area} className="absolute" style={{ inset: `0 ${EDGE_PX}px 6px` }}>
          {preview ? (
            <>
              <PictureTitle cell={preview} sceneId={canvas.previewSceneId} kind="preview" />
              <Frame
                label={t('preview.previewTitle')}
                id="preview"
                picture={preview.picture}
                colour="var(--color-preview)"
              />
            </>
          ) : null}
          {programme ? (
            <>
              <PictureTitle
                cell={programme}
                sceneId={canvas.programSceneId}
                kind={live ? 'onAir' : preview ? 'programme' : 'direct'}
              />
              <Frame
                label={t(
                  live ? 'preview.labelLive' : preview ? 'preview.programmeTitle' : 'preview.label',
                )}
                id={preview ? 'programme' : 'preview'}
                picture={programme.picture}
                colour={live || preview ? 'var(--color-air)' : 'var(--color-line)'}
              />
            </>
          ) : null}
          {edited ? <EditSurface {...lowered(edited)} /> : null}
        </div>
      </div>
      <TransitionBar />
    </div>
  );
}

/** The title is no part of what is pulled about on. */
const lowered = ({ cell, picture }: { cell: Box; picture: Box }) => ({
  picture,
  cell: { ...cell, y: cell.y + TITLE_PX, height: cell.height - TITLE_PX },
});

/** All but the holes. They are measured within the area, which stands a little within this sheet. */
function around(holes: readonly Box[]): string {
  const far = 20_000;
  const paths = holes.map(({ x, y, width, height }) => {
    const left = x + EDGE_PX;
    return `M${left} ${y}v${height}h${width}v${-height}z`;
  });
  return `path(evenodd, "M0 0H${far}V${far}H0z${paths.join('')}")`;
}

function Frame(props: { label: string; id: string; picture: Box; colour: string }) {
  const { label, id, picture, colour } = props;
  return (
    <section
      aria-label={label}
      data-testid={id}
      className="pointer-events-none absolute"
      style={{
        left: picture.x,
        top: picture.y,
        width: picture.width,
        height: picture.height,
        boxShadow: `0 0 0 2px ${colour}`,
      }}
    >
      <StageCover compact={id === 'programme'} />
    </section>
  );
}

import { useEffect, useRef } from 'react';
import { useStudio } from '../../app/hooks.ts';
import { onThumbnail } from '../../app/thumbnails.ts';

/** The scene as it looks now. Until the stage has told, where things stand in it. */
export function Thumbnail({ sceneId }: { sceneId: string }) {
  const picture = useRef<HTMLImageElement>(null);
  useEffect(
    () =>
      onThumbnail(sceneId, (url) => {
        if (!picture.current) return;
        picture.current.src = url;
        picture.current.hidden = false;
      }),
    [sceneId],
  );
  return (
    <span aria-hidden className="relative block h-9 w-16 shrink-0 overflow-hidden rounded-sm bg-bg">
      <Plan sceneId={sceneId} />
      <img
        ref={picture}
        alt=""
        hidden
        draggable={false}
        className="absolute inset-0 size-full bg-bg object-contain"
      />
    </span>
  );
}

function Plan({ sceneId }: { sceneId: string }) {
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const items = useStudio(({ show }) => show.scenes.find(({ id }) => id === sceneId)?.items);
  if (!canvas || !items) return null;
  return (
    <svg viewBox={`0 0 ${canvas.width} ${canvas.height}`} className="size-full">
      {items
        .filter((item) => item.visible)
        .map(({ id, rect, rotationDegrees }) => (
          <rect
            key={id}
            {...rect}
            transform={`rotate(${rotationDegrees} ${rect.x + rect.width / 2} ${rect.y + rect.height / 2})`}
            className="fill-control stroke-edge"
            strokeWidth={12}
          />
        ))}
    </svg>
  );
}

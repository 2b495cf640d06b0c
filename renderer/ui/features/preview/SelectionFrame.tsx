import { useStudio, useView } from '../../app/hooks.ts';

/** Shows over the picture where the chosen source stands. */
export function SelectionFrame() {
  const sourceId = useView((view) => view.selectedSourceId);
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const item = useStudio(({ show }) =>
    show.scenes
      .find((scene) => scene.id === show.canvases[0]?.programSceneId)
      ?.items.find((it) => it.sourceId === sourceId),
  );
  if (!canvas || !item?.visible) return null;
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden" aria-hidden>
      <div
        className="absolute border border-accent"
        style={{
          left: share(item.rect.x, canvas.width),
          top: share(item.rect.y, canvas.height),
          width: share(item.rect.width, canvas.width),
          height: share(item.rect.height, canvas.height),
        }}
      />
    </div>
  );
}

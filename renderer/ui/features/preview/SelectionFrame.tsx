import { useStudio } from '../../app/hooks.ts';
import { useSelectedItems } from '../../app/selection.ts';

/** Shows over the picture where the chosen items stand. */
export function SelectionFrame() {
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const chosen = useSelectedItems();
  if (!canvas) return null;
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden" aria-hidden>
      {chosen
        .filter(({ item, scene }) => item.visible && !scene.group)
        .map(({ item }) => (
          <div
            key={item.id}
            className="absolute border border-accent"
            style={{
              left: share(item.rect.x, canvas.width),
              top: share(item.rect.y, canvas.height),
              width: share(item.rect.width, canvas.width),
              height: share(item.rect.height, canvas.height),
            }}
          />
        ))}
    </div>
  );
}

import { type RefObject, useLayoutEffect, useState } from 'react';
import { useStudio } from '../../app/hooks.ts';
import { type Box, fitPicture } from './fit.ts';

/**
 * Fits the picture into `area` and tells main where it stands, so that the stage's view is
 * laid under the hole. Answers with the box relative to `area`; null before the first layout.
 */
export function usePlacedPicture(area: RefObject<HTMLElement | null>): Box | null {
  const width = useStudio(({ show }) => show.canvases[0]?.width ?? 1280);
  const height = useStudio(({ show }) => show.canvases[0]?.height ?? 720);
  const [box, setBox] = useState<Box | null>(null);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    let told = '';
    const place = () => {
      const { left, top, width: w, height: h } = element.getBoundingClientRect();
      const rect = fitPicture({ x: left, y: top, width: w, height: h }, { width, height });
      const key = JSON.stringify(rect);
      if (key === told) return;
      told = key;
      setBox({ ...rect, x: rect.x - left, y: rect.y - top });
      // Not through `ask`: a refused place is no message for the person.
      void window.studio.invoke('view:picturesPlaced', { programme: rect, preview: null });
    };
    const observer = new ResizeObserver(place);
    observer.observe(element);
    // A panel at the left can move the area without resizing it.
    observer.observe(document.documentElement);
    window.addEventListener('resize', place);
    place();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
    };
  }, [area, width, height]);

  return box;
}

import { type RefObject, useLayoutEffect, useState } from 'react';
import { useStudio } from '../../app/hooks.ts';
import { type Cell, layPictures } from './fit.ts';

type Pictures = { readonly programme: Cell; readonly preview: Cell | null };
type Place = Cell['picture'];

/**
 * Lays out the pictures in `area` and tells main where they stand, so that the stage's view is laid
 * under the holes. Answers with places relative to `area`; null before the first layout.
 */
export function usePictures(area: RefObject<HTMLElement | null>): Pictures | null {
  const width = useStudio(({ show }) => show.canvases[0]?.width ?? 1280);
  const height = useStudio(({ show }) => show.canvases[0]?.height ?? 720);
  const studioMode = useStudio(({ show }) => show.canvases[0]?.studioMode ?? false);
  const [pictures, setPictures] = useState<Pictures | null>(null);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    let told = '';
    const place = () => {
      const { left, top, width: w, height: h } = element.getBoundingClientRect();
      // Whole pixels of the window, where the stage's view is laid.
      const [x, y] = [Math.round(left), Math.round(top)];
      const laid = layPictures({ x: 0, y: 0, width: w, height: h }, { width, height }, studioMode);
      const inWindow = ({ picture }: Cell): Place => ({
        ...picture,
        x: picture.x + x,
        y: picture.y + y,
      });
      const places = {
        programme: inWindow(laid.programme),
        preview: laid.preview && inWindow(laid.preview),
      };
      const key = JSON.stringify([places, laid]);
      if (key === told) return;
      told = key;
      setPictures(laid);
      // Not through `ask`: a refused place is no message for the person.
      void window.studio.invoke('view:picturesPlaced', places);
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
  }, [area, width, height, studioMode]);

  return pictures;
}

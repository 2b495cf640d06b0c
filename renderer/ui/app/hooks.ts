import { useDispatch, useSelector } from 'react-redux';
import type { StudioState } from '../../../common/ipc/contract.ts';
import type { Floor } from './state/floor.ts';
import type { View } from './state/view.ts';
import type { RootState, store } from './store.ts';

/** Reads main's state. Only for what is drawn after the first snapshot. */
export function useStudio<T>(select: (studio: StudioState) => T): T {
  return useSelector((state: RootState) => {
    if (state.mirror.studio === null) throw new Error('no snapshot yet');
    return select(state.mirror.studio);
  });
}

/** Reads main's state where each reading makes a new object: `isSame` says when nothing need be drawn. */
export function useStudioEqual<T>(
  select: (studio: StudioState) => T,
  isSame: (a: T, b: T) => boolean,
): T {
  return useSelector((state: RootState) => {
    if (state.mirror.studio === null) throw new Error('no snapshot yet');
    return select(state.mirror.studio);
  }, isSame);
}

/** Reads what is on this screen only. */
export const useView = <T>(select: (view: View) => T): T =>
  useSelector((state: RootState) => select(state.view));

/** Reads what is on this screen only, of the studio floor. */
export const useFloor = <T>(select: (floor: Floor) => T): T =>
  useSelector((state: RootState) => select(state.floor));

export const useAppDispatch = useDispatch.withTypes<typeof store.dispatch>();

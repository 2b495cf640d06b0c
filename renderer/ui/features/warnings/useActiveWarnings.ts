import { useStudioEqual } from '../../app/hooks.ts';
import { type ActiveWarning, activeWarnings } from './active.ts';

const isSame = (a: readonly ActiveWarning[], b: readonly ActiveWarning[]): boolean =>
  a.length === b.length && a.every(({ key }, index) => key === b[index]?.key);

/** What holds now and is not silenced. */
export const useActiveWarnings = (): readonly ActiveWarning[] =>
  useStudioEqual(({ session, show }) => activeWarnings(session, show), isSame);

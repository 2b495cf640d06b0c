import type { Source } from '../../../../common/show/sources.ts';
import { useStudio } from '../../app/hooks.ts';

/** The name of the guest on the seat that a source shows; the source's own where there is none. */
export const useOnSeat = (source: Source): string =>
  useStudio(({ session }) => {
    if (source.kind !== 'guest') return source.name;
    const { seat, name } = source;
    return session.cohost.desk?.people.find((it) => it.seat === seat)?.name || name;
  });

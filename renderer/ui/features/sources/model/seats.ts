import type { TFunction } from 'i18next';
import { FIRST_PK_SEAT } from '../../../../../common/show/seats.ts';
import type { Source } from '../../../../../common/show/sources.ts';

/** Seats that a source shows already. */
export const seatsTaken = (sources: Readonly<Record<string, Source>>): ReadonlySet<number> =>
  new Set(Object.values(sources).flatMap((it) => (it.kind === 'guest' ? [it.seat] : [])));

/** A guest's seats count from one, and so do those of a PK. */
export const seatName = (seat: number, t: TFunction): string =>
  seat < FIRST_PK_SEAT
    ? t('sources.guest.seatNamed', { seat })
    : t('sources.guest.pkSeatNamed', { seat: seat - FIRST_PK_SEAT + 1 });

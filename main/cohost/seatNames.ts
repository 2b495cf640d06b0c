import type { TFunction } from 'i18next';
import { FIRST_PK_SEAT } from '../../common/show/seats.ts';

/** What the scene in which everybody sits, and its sources, are called. */
export type SeatNames = {
  readonly scene: string;
  readonly host: string;
  readonly seat: (seat: number) => string;
};

/** @param t texts of the host's language */
export const seatNames = (t: TFunction): SeatNames => ({
  scene: t('guests.scene'),
  host: t('guests.hostPicture'),
  seat: (seat) =>
    seat < FIRST_PK_SEAT
      ? t('guests.seat', { seat })
      : t('guests.pkSeat', { seat: seat - FIRST_PK_SEAT + 1 }),
});

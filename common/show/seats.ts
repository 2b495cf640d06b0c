/** Seats from here on are those of other studios in a PK; those before it are the guests'. */
export const FIRST_PK_SEAT = 9;
/** The last seat a source of kind `guest` can show. */
export const LAST_SEAT = 12;

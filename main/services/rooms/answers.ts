export const cardsOf = 0,
  ownRoomOf = 0,
  summaryOf = 0;

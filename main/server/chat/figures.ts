/** What the chat has done since it began, and what it is doing now; for metrics. */
export type ChatFigures = {
  rooms: number;
  connections: number;
  framesIn: number;
  /** Items that were said and are on disk. */
  items: number;
  /** Frames and bytes written to people. */
  framesOut: number;
  bytesOut: number;
  /** Texts that viewers were not served, counted once for each room's viewers. */
  textsShed: number;
  /** Hearts above what one person may give. */
  likesShed: number;
  /** Connections cut because nobody read. */
  slowCut: number;
  /** Upgrades that were turned away. */
  refused: number;
};

export const noFigures = (): ChatFigures => ({
  rooms: 0,
  connections: 0,
  framesIn: 0,
  items: 0,
  framesOut: 0,
  bytesOut: 0,
  textsShed: 0,
  likesShed: 0,
  slowCut: 0,
  refused: 0,
});

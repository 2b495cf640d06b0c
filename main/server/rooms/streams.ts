/** What the rooms need of the ingest. */
export type Streams = {
  /** Somebody publishes it, and there is a picture. */
  isLive(name: string): boolean;
  /** How many watch it. */
  viewers(name: string): number;
  /** Ends the publish. */
  drop(name: string): void;
  /** Ends what its viewers, or those of one network, are being sent; they may ask again. */
  sendAway(name: string, network?: string): void;
};

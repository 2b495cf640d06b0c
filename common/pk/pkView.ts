/** What a PK looks like to the audience: a batch of the chat carries it as `pk` when it changed. */
export type PkView = {
  readonly id: string;
  readonly phase: 'ready' | 'running' | 'settling' | 'ended';
  readonly round: number;
  readonly members: readonly {
    readonly roomId: string;
    readonly name: string;
    readonly points: number;
    readonly out: boolean;
  }[];
  /** Left of the phase when this was sent, ms; null for no end. */
  readonly remainingMs: number | null;
  readonly paused: boolean;
  /** Of the round that was decided; more than one is a draw, empty while none is. */
  readonly winners: readonly string[];
};

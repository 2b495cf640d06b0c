/**
 * The client's half of what a server arbitrates: it shows the newest snapshot it was given, and
 * repeats each command until that command is answered. Pure: it keeps no timer and no socket.
 */
export type SyncClient<Snapshot extends { readonly rev: number }, Command> = {
  /** The newest, or null before the first. */
  readonly seen: Snapshot | null;
  /** Oldest first: they are sent in their order. */
  readonly outbox: readonly Sent<Command>[];
};

export type Sent<Command> = {
  /** Of this client's making; the server does a command once however often it comes. */
  readonly id: string;
  readonly command: Command;
  /** Ms of the client's clock; 0 before it was ever sent. */
  readonly sentAtMs: number;
};

/** A command without an answer is sent again after so long. */
export const RESEND_MS = 1_000;
/** Commands under way at once; more are not taken. */
export const OUTBOX_MOST = 16;

export const newClient = <Snapshot extends { readonly rev: number }, Command>(): SyncClient<
  Snapshot,
  Command
> => ({ seen: null, outbox: [] });

/**
 * Takes a snapshot in, unless it is older than the one shown: snapshots may come late, twice and
 * in any order. A server that lost its memory starts again above every `rev` it ever gave.
 */
export const withSnapshot = <Snapshot extends { readonly rev: number }, Command>(
  client: SyncClient<Snapshot, Command>,
  snapshot: Snapshot,
): SyncClient<Snapshot, Command> =>
  client.seen && snapshot.rev <= client.seen.rev ? client : { ...client, seen: snapshot };

/** Puts a command into the outbox; returns the client as it was when the outbox is full. */
export const withCommand = <Snapshot extends { readonly rev: number }, Command>(
  client: SyncClient<Snapshot, Command>,
  id: string,
  command: Command,
): SyncClient<Snapshot, Command> =>
  client.outbox.length >= OUTBOX_MOST || client.outbox.some((it) => it.id === id)
    ? client
    : { ...client, outbox: [...client.outbox, { id, command, sentAtMs: 0 }] };

/** A command was answered: it is never sent again. */
export const withAnswered = <Snapshot extends { readonly rev: number }, Command>(
  client: SyncClient<Snapshot, Command>,
  id: string,
): SyncClient<Snapshot, Command> => ({
  ...client,
  outbox: client.outbox.filter((it) => it.id !== id),
});

/**
 * What is to be sent now: all that was never sent or waits for its answer for `RESEND_MS`.
 * @param nowMs of the client's clock, monotonic
 */
export const takeDue = <Snapshot extends { readonly rev: number }, Command>(
  client: SyncClient<Snapshot, Command>,
  nowMs: number,
): { readonly client: SyncClient<Snapshot, Command>; readonly due: readonly Sent<Command>[] } => {
  const isDue = (it: Sent<Command>) => it.sentAtMs === 0 || nowMs - it.sentAtMs >= RESEND_MS;
  const due = client.outbox.filter(isDue);
  if (due.length === 0) return { client, due };
  const outbox = client.outbox.map((it) => (isDue(it) ? { ...it, sentAtMs: nowMs } : it));
  return { client: { ...client, outbox }, due };
};

/** The connection is back: everything unanswered is due at once. */
export const withNewConnection = <Snapshot extends { readonly rev: number }, Command>(
  client: SyncClient<Snapshot, Command>,
): SyncClient<Snapshot, Command> => ({
  ...client,
  outbox: client.outbox.map((it) => ({ ...it, sentAtMs: 0 })),
});

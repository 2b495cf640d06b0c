/**
 * What was said to each sender's latest commands, so that one that comes twice is answered again
 * and done once. Co-hosting and PK are arbitrated by the server: everything else is a copy.
 */
export type Answered<Refusal extends string> = Readonly<
  Record<string, readonly { readonly id: string; readonly refused: Refusal | null }[]>
>;

/** Answers kept of one sender: more than a client has under way at once. */
export const ANSWERS_KEPT = 32;
/** Senders whose answers are kept. Nobody is forgotten for leaving: what they said may still be on its way. */
export const SENDERS_KEPT = 500;

/** The answer given before, or undefined for a command that is new. */
export const answerTo = <Refusal extends string>(
  answered: Answered<Refusal>,
  sender: string,
  id: string,
): { readonly refused: Refusal | null } | undefined =>
  of(answered, sender).find((it) => it.id === id);

/** Keeps an answer; the sender's oldest goes, and the sender that was silent for longest. */
export const withAnswer = <Refusal extends string>(
  answered: Answered<Refusal>,
  sender: string,
  id: string,
  refused: Refusal | null,
): Answered<Refusal> => {
  const own = of(answered, sender);
  const { [sender]: _, ...others } = answered;
  const kept = Object.entries(others).slice(-(SENDERS_KEPT - 1));
  return { ...Object.fromEntries(kept), [sender]: [...own, { id, refused }].slice(-ANSWERS_KEPT) };
};

/** Somebody may be called as something that every object has. */
const of = <Refusal extends string>(answered: Answered<Refusal>, sender: string) =>
  (Object.hasOwn(answered, sender) ? answered[sender] : null) ?? [];

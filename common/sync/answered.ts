/**
 * What was said to each sender's latest commands, so that one that comes twice is answered again
 * and done once. Co-hosting and PK are arbitrated by the server: everything else is a copy.
 */
export type Answered<Refusal extends string> = Readonly<
  Record<string, readonly { readonly id: string; readonly refused: Refusal | null }[]>
>;

/** Answers kept of one sender: more than a client has under way at once. */
export const ANSWERS_KEPT = 32;

/** The answer given before, or undefined for a command that is new. */
export const answerTo = <Refusal extends string>(
  answered: Answered<Refusal>,
  sender: string,
  id: string,
): { readonly refused: Refusal | null } | undefined => answered[sender]?.find((it) => it.id === id);

/** Keeps an answer; the sender's oldest goes. */
export const withAnswer = <Refusal extends string>(
  answered: Answered<Refusal>,
  sender: string,
  id: string,
  refused: Refusal | null,
): Answered<Refusal> => ({
  ...answered,
  [sender]: [...(answered[sender] ?? []), { id, refused }].slice(-ANSWERS_KEPT),
});

/** Forgets a sender that is gone for good. */
export const withoutSender = <Refusal extends string>(
  answered: Answered<Refusal>,
  sender: string,
): Answered<Refusal> => {
  const { [sender]: _gone, ...rest } = answered;
  return rest;
};

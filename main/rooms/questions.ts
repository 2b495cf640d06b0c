import type { ChatItem } from '../../common/chat/message.ts';
import type { Question } from '../../common/rooms/room.ts';

/** Questions kept of a show. */
export const QUESTIONS_KEPT = 200;

/** The questions among `items`, as the host sees them. */
export const askedIn = (items: readonly ChatItem[]): Question[] =>
  items.flatMap((item) =>
    item.kind === 'text' && item.question
      ? [
          {
            id: item.id,
            name: item.from.name,
            text: item.text,
            atMs: item.atMs,
            state: 'waiting' as const,
          },
        ]
      : [],
  );

/** Adds questions; where there are too many, those that are done with go first, then the oldest that wait. */
export function withAsked(questions: readonly Question[], asked: readonly Question[]): Question[] {
  const known = new Set(questions.map(({ id }) => id));
  const all = [...questions, ...asked.filter(({ id }) => !known.has(id))];
  for (const state of ['done', 'waiting'] as const) {
    let over = all.length - QUESTIONS_KEPT;
    for (let at = 0; over > 0 && at < all.length; )
      if (all[at]?.state === state) {
        all.splice(at, 1);
        over--;
      } else at++;
  }
  return all;
}

/** Puts one question on air, back to the queue, or aside. Only one is on air: the one before is done with. */
export const withState = (
  questions: readonly Question[],
  id: string,
  state: Question['state'],
): Question[] =>
  questions.map((question) => {
    if (question.id === id) return { ...question, state };
    const leaves = state === 'onAir' && question.state === 'onAir';
    return leaves ? { ...question, state: 'done' } : question;
  });

/** What the picture shows of them. */
export const onAirOf = (
  questions: readonly Question[],
): { readonly name: string; readonly text: string } | null => {
  const question = questions.find(({ state }) => state === 'onAir');
  return question ? { name: question.name, text: question.text } : null;
};

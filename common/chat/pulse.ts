import type { ChatPulse } from './message.ts';

/** Names and people that are named in one pulse. */
const NAMED = 5;

/** Two pulses that follow each other as one: what was added is summed up, totals are the later ones. */
export const mergePulses = (before: ChatPulse | null, after: ChatPulse | null): ChatPulse | null =>
  before && after
    ? {
        likes: {
          added: before.likes.added + after.likes.added,
          total: after.likes.total,
          names: [...after.likes.names, ...before.likes.names].slice(0, NAMED),
        },
        entered: {
          count: before.entered.count + after.entered.count,
          people: [...after.entered.people, ...before.entered.people].slice(0, NAMED),
        },
        left: before.left + after.left,
        online: after.online,
      }
    : (after ?? before);

/** The counts without the names. */
export const withoutNames = ({ likes, entered, ...rest }: ChatPulse): ChatPulse => ({
  ...rest,
  likes: { ...likes, names: [] },
  entered: { ...entered, people: [] },
});

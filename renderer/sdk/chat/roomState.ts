import { z } from 'zod';
import {
  type ChatItem,
  chatItemSchema,
  type Order,
  type Role,
  type RoomRules,
  userIdSchema,
} from '../../../common/chat/message.ts';
import { parseJson } from './wire.ts';

/** Attributes that hold what an AVChatRoom has no place for. The room's owner alone may write them. */
const OURS = 'as.';
const KEYS = { rules: 'as.rules', roles: 'as.roles', banned: 'as.banned', pinned: 'as.pinned' };
/** Of people in one attribute, whose value has 4 KB at most. */
const MOST_PEOPLE = 50;

const rulesSchema = z.object({
  slowModeSeconds: z.number().int().min(0).max(3_600),
  muteAll: z.boolean(),
});
const rolesSchema = z.record(userIdSchema, z.enum(['admin', 'guest']));
const bannedSchema = z.array(userIdSchema).max(MOST_PEOPLE);

type Attributes = Readonly<Record<string, string>>;
export type RoomState = {
  readonly rules: RoomRules;
  readonly banned: readonly string[];
  readonly pinned: ChatItem | null;
  roleOf(userId: string): Role;
  /** Those that are not ours. */
  readonly attributes: Attributes;
};

/** What the attributes of a room say; what is not understood counts as not said. */
export function readRoom(attributes: Attributes, ownerId: string): RoomState {
  const rules = rulesSchema.safeParse(parseJson(attributes[KEYS.rules]));
  const roles = rolesSchema.safeParse(parseJson(attributes[KEYS.roles]));
  const banned = bannedSchema.safeParse(parseJson(attributes[KEYS.banned]));
  const pinned = chatItemSchema.safeParse(parseJson(attributes[KEYS.pinned]));
  const known = new Map(Object.entries(roles.success ? roles.data : {}));
  return {
    rules: {
      ...(rules.success ? rules.data : { slowModeSeconds: 0, muteAll: false }),
      followersOnly: false,
      bannedWords: [],
    },
    banned: banned.success ? banned.data : [],
    pinned: pinned.success ? pinned.data : null,
    roleOf: (userId) => (userId === ownerId ? 'owner' : (known.get(userId) ?? 'viewer')),
    attributes: Object.fromEntries(
      Object.entries(attributes).filter(([key]) => !key.startsWith(OURS)),
    ),
  };
}

export const isOurKey = (key: string): boolean => key.startsWith(OURS);

/** Which attribute an order changes, and to what; empty where it changes none. */
export function attributesAfter(
  order: Order,
  attributes: Attributes,
  find: (id: string) => ChatItem | null,
): Attributes {
  const { rules, banned } = readRoom(attributes, '');
  const write = (key: string, value: unknown) => ({ [key]: JSON.stringify(value) });
  const { slowModeSeconds, muteAll } = rules;
  switch (order.order) {
    case 'slowMode':
      return write(KEYS.rules, { muteAll, slowModeSeconds: order.seconds });
    case 'muteAll':
      return write(KEYS.rules, { slowModeSeconds, muteAll: order.on });
    case 'ban':
      return write(
        KEYS.banned,
        [...banned.filter((it) => it !== order.userId), order.userId].slice(-MOST_PEOPLE),
      );
    case 'unban':
      return write(
        KEYS.banned,
        banned.filter((it) => it !== order.userId),
      );
    case 'role': {
      const known = rolesSchema.safeParse(parseJson(attributes[KEYS.roles]));
      const { [order.userId]: _, ...others } = known.success ? known.data : {};
      const all = order.role === 'viewer' ? others : { ...others, [order.userId]: order.role };
      return write(KEYS.roles, Object.fromEntries(Object.entries(all).slice(-MOST_PEOPLE)));
    }
    case 'pin':
      return write(KEYS.pinned, order.id === null ? null : find(order.id));
    default:
      return {};
  }
}

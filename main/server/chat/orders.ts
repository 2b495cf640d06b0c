import {
  type ChatItem,
  mayModerate,
  type Order,
  type Role,
  roles,
} from '../../../common/chat/message.ts';
import { assertNever, err, ok, type Result } from '../../../common/result.ts';
import { isGuest, OWNER_ID } from '../identity/accounts.ts';
import { forgetOldest } from '../sockets/rate.ts';
import type { ChatContext } from './context.ts';
import type { PostedItem } from './history.ts';
import type { Member } from './member.ts';
import type { Room } from './room.ts';
import type { Statement } from './store.ts';

const rank = (role: Role): number => roles.length - roles.indexOf(role);

/**
 * Does what an owner or admin orders, and tells the room. `FORBIDDEN` for others, and where it is
 * about somebody who is not below them; `RATE_LIMITED`, `INPUT_INVALID`, `BUSY`, `INTERNAL`.
 */
export async function carryOut(
  order: Order,
  by: Member,
  room: Room,
  context: ChatContext,
): Promise<Result<null>> {
  if (!mayModerate(by.person.role)) return err('FORBIDDEN', 'Only moderators may do this.');
  if (context.rates.orders.take(by.userId, 1, context.now()) === 0) {
    return err('RATE_LIMITED', 'Too many orders: wait a moment.', { seconds: 1 });
  }
  const about = 'userId' in order ? order.userId : null;
  if (about !== null) {
    const role = roleOf(about, room, context);
    const promotes = order.order === 'role' && order.role === 'admin';
    if (rank(role) >= rank(by.person.role) || (promotes && by.person.role !== 'owner')) {
      return err('FORBIDDEN', 'This person is not below you.');
    }
  }
  const message = 'id' in order && order.id !== null ? await room.lookUp(order.id) : null;
  const name = message
    ? authorOf(message)
    : about === null
      ? ''
      : (room.find(about)?.person.name ?? '');
  const done = await apply(order, room, context);
  if (!done.ok) return done;
  const from = by.person;
  const posted = await room.post(
    (place) => ({ kind: 'order', ...place, by: from, order, name }),
    done.value,
  );
  if (!posted.ok) return posted;
  if (about !== null && (order.order === 'kick' || order.order === 'ban')) {
    const why = order.order === 'kick' ? 'kicked' : 'banned';
    room.publish({ kind: 'expel', userId: about, why });
  }
  return ok(null);
}

/** Changes what holds in the room; the statements that keep it, to be written with the order. */
async function apply(order: Order, room: Room, context: ChatContext): Promise<Result<Statement[]>> {
  const { roomId } = room;
  switch (order.order) {
    case 'mute': {
      const untilMs = context.now() + order.seconds * 1000;
      room.mutes.delete(order.userId);
      room.mutes.set(order.userId, untilMs);
      forgetOldest(room.mutes, context.limits.mutes);
      const network = guestNetwork(order.userId, room);
      if (network) room.shunned.mute(network, order.userId, untilMs, context.now());
      return ok([context.store.mute(roomId, order.userId, untilMs)]);
    }
    case 'unmute':
      room.mutes.delete(order.userId);
      room.shunned.forgive('mute', order.userId);
      return ok([context.store.mute(roomId, order.userId, null)]);
    case 'kick':
      return ok([]);
    case 'ban':
    case 'unban': {
      const network = guestNetwork(order.userId, room);
      if (order.order === 'unban') room.shunned.forgive('ban', order.userId);
      else if (network) room.shunned.ban(network, order.userId, context.now());
      const alone = room.networkOf(order.userId, 0);
      await context.rooms.setBanned(roomId, order.userId, order.order === 'ban', alone);
      return ok([]);
    }
    case 'delete': {
      const item = await room.lookUp(order.id);
      if (item?.kind !== 'text') return err('INPUT_INVALID', 'There is no such message.');
      const statements = room.blank(item);
      if (room.pinned?.id !== item.id) return ok(statements);
      room.pinned = null;
      return ok([...statements, room.saved()]);
    }
    case 'pin': {
      const item = order.id === null ? null : await room.lookUp(order.id);
      if (order.id !== null && item?.kind !== 'text') {
        return err('INPUT_INVALID', 'There is no such message.');
      }
      room.pinned = item;
      return ok([room.saved()]);
    }
    case 'slowMode':
      return ok([room.setRules({ slowModeSeconds: order.seconds })]);
    case 'followersOnly':
      return ok([room.setRules({ followersOnly: order.on })]);
    case 'muteAll':
      return ok([room.setRules({ muteAll: order.on })]);
    case 'bannedWords':
      return ok([room.setRules({ bannedWords: order.words })]);
    case 'role':
      await context.rooms.setRole(roomId, order.userId, order.role);
      room.setRole(order.userId, order.role);
      return ok([]);
    default:
      return assertNever(order);
  }
}

/** Who said a message. */
function authorOf({ json }: PostedItem): string {
  const item = JSON.parse(json) as ChatItem;
  return item.kind === 'text' ? item.from.name : '';
}

/** Of a guest; people who were vouched for have one name only. */
const guestNetwork = (userId: string, room: Room): string | null => {
  const member = room.find(userId);
  return member && isGuest(member.account) ? room.networkOf(userId) : null;
};

/** Of somebody who may not be here now. */
function roleOf(userId: string, room: Room, context: ChatContext): Role {
  const here = room.find(userId);
  if (here) return here.person.role;
  if (userId === room.ownerId) return 'owner';
  // Nobody puts out the one whose server it is.
  const owner = userId === OWNER_ID;
  return context.rooms.roleOf(room.roomId, { userId, name: '', avatar: '', owner });
}

import { chatLimits } from '../../../common/chat/limits.ts';
import { mayModerate } from '../../../common/chat/message.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import type { ChatContext } from './context.ts';
import { personTopic } from './fanout.ts';
import type { Member } from './member.ts';
import type { Room } from './room.ts';

const tooMany = () => err('RATE_LIMITED', 'Too many requests: wait a moment.', { seconds: 1 });

/** From one person to another, whichever room they are in. `INPUT_INVALID`, `PERSON_AWAY`, `RATE_LIMITED`. */
export async function tellPerson(
  { userId, data }: { readonly userId: string; readonly data?: unknown },
  from: Member,
  context: ChatContext,
): Promise<Result<null>> {
  const text = JSON.stringify(data ?? null);
  if (Buffer.byteLength(text) > chatLimits.directBytes) {
    return err(
      'INPUT_INVALID',
      `A message to one person has ${chatLimits.directBytes} bytes at most.`,
    );
  }
  if (context.rates.directs.take(from.userId, 1, context.now()) === 0) return tooMany();
  if (context.cohost.hear(from.userId, userId, data)) return ok(null);
  const told = await context.fanout.publish(personTopic(userId), {
    kind: 'direct',
    from: from.userId,
    data: text,
  });
  return told > 0 ? ok(null) : err('PERSON_AWAY', 'This person is not connected.');
}

/** Sets some of a room's attributes, and tells everybody all of them. `FORBIDDEN`, `INPUT_INVALID`, `RATE_LIMITED`. */
export async function setAttributes(
  change: Readonly<Record<string, string>>,
  by: Member,
  room: Room,
  context: ChatContext,
): Promise<Result<null>> {
  if (!mayModerate(by.person.role)) return err('FORBIDDEN', 'Only moderators may do this.');
  if (context.rates.attributes.take(by.userId, 1, context.now()) === 0) return tooMany();
  const next = new Map(room.attributes);
  for (const [name, value] of Object.entries(change)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  const bytes = [...next].reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value),
    0,
  );
  if (next.size > chatLimits.attributes || bytes > chatLimits.attributesBytes) {
    return err('INPUT_INVALID', `A room has ${chatLimits.attributes} attributes at most.`);
  }
  await context.store.write([room.setAttributes(next)]);
  room.publish({ kind: 'attributes', attributes: Object.fromEntries(next) });
  return ok(null);
}

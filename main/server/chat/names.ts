import { mayModerate } from '../../../common/chat/message.ts';
import type { ChatContext } from './context.ts';
import type { Member } from './member.ts';
import type { Room } from './room.ts';

/** A name stands before every message: what may not be said may not be a name either. */
export function checkName(member: Member, room: Room, { words }: ChatContext): void {
  const { name, role } = member.person;
  if (mayModerate(role)) return;
  if (words.isIn(name) || room.isBannedText(name)) member.loseName();
}

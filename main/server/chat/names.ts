import { mayModerate } from '../../../common/chat/message.ts';
import type { ChatContext } from './context.ts';
import type { Member } from './member.ts';
import type { Room } from './room.ts';

/**
 * A name stands before every message: what may not be said may not be a name either. Looked at once
 * for each list, when somebody comes or says something: thousands at once would hold up the media.
 */
export function checkName(member: Member, room: Room, { words }: ChatContext): void {
  const list = room.rules.bannedWords;
  if (member.nameCheckedBy === list) return;
  member.nameCheckedBy = list;
  const { name, role } = member.person;
  if (mayModerate(role)) return;
  if (words.isIn(name) || room.isBannedText(name)) member.loseName();
}

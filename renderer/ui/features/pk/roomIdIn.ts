import { roomIdSchema } from '../../../../common/pk/pk.ts';

/** The room's number in what somebody typed or pasted: the number alone, or a link to the room's page; null for neither. */
export function roomIdIn(text: string): string | null {
  const [, linked] = /^https?:\/\/[^/]+\/room\/([^/?#]+)/i.exec(text.trim()) ?? [];
  const room = roomIdSchema.safeParse(linked ?? text.trim());
  return room.success ? room.data : null;
}

import type { StudioState } from '../../common/ipc/contract.ts';
import type { Result } from '../../common/result.ts';
import type { RoomInfo } from '../../common/rooms/room.ts';
import { type Finding, green, notGreen } from '../live/preflight/index.ts';
import { BannedWords } from '../server/chat/words.ts';
import { isOfRoom } from '../services/rooms/index.ts';

/** What the room service says before a show. */
export type ServiceAnswer = {
  /** The stream that it expects in the room; null where any will do. */
  readonly stream: string | null;
};

/** What is to be seen of the show's room before it opens. */
export function roomFinding(
  state: StudioState,
  info: RoomInfo,
  bannedWords: readonly string[],
  answer: Result<ServiceAnswer>,
): Finding {
  if (!answer.ok) return notGreen('red', 'roomUnreachable', 'room', {}, answer.error);
  const { title, notice, cover, visibility } = info;
  const banned = new BannedWords(bannedWords);
  if (banned.isIn(title) || banned.isIn(notice)) return notGreen('amber', 'roomWord', 'roomWord');
  const expected = answer.value.stream;
  const streams = streamsOf(state);
  const [chosen] = streams;
  if (expected !== null && chosen !== undefined && !streams.includes(expected))
    return notGreen('amber', 'roomStream', 'roomStream', { expected, chosen });
  return cover === '' && visibility === 'public'
    ? { ...green('roomNoCover', { title }), cure: 'cover' }
    : green('roomReady', { title });
}

/** Streams that will be pushed into the room. */
const streamsOf = ({ show, session }: StudioState): string[] =>
  show.destinations.flatMap((it) =>
    it.enabled && it.pgc && isOfRoom(it.id, it, session.tencent) ? [it.pgc.stream] : [],
  );

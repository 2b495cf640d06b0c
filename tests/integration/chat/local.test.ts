import { afterAll } from 'vitest';
import { type ChatPlace, openChatClient, openChatPlace } from '../../support/chatPlace.ts';
import { describeChatService } from './contract.ts';

let place: ChatPlace | null = null;
let rooms = 0;
afterAll(() => place?.close());

describeChatService(
  'local',
  {
    ...{ burst: 40, history: true, resume: true, sharedSeq: true, likeTotals: true, mute: true },
    ...{ kick: true, ban: true, delete: true, slowMode: true, bannedWords: true, audience: true },
    ...{ direct: true, attributes: true, withinMs: 8_000 },
  },
  async (clients) => {
    place ??= await openChatPlace({ limits: { connectionBurst: 1_000 } });
    const { url, rooms: directory } = place;
    const roomId = `room${++rooms}`;
    const ids = Array.from({ length: clients }, (_, index) => `${roomId}-p${index}`);
    directory.open(roomId, ids[0] as string);
    const opened = ids.map((userId) => ({ userId, ...openChatClient(url, userId) }));
    return {
      roomId,
      clients: opened,
      async close() {
        for (const { service } of opened) await service.close();
        directory.close(roomId);
      },
    };
  },
);

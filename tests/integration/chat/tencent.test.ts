import { afterAll } from 'vitest';
import { openTencentChat } from '../../support/tencentChat/inNode.ts';
import { type StandIn, startStandIn } from '../../support/tencentChat/standIn.ts';
import { describeChatService } from './contract.ts';

let standIn: StandIn | null = null;
let rooms = 0;
afterAll(() => standIn?.close());

describeChatService(
  'tencent',
  {
    // An AVChatRoom gives no history, counts no hearts, and knows no words that are forbidden in one room.
    ...{ burst: 20, history: false, resume: false, sharedSeq: false, likeTotals: false },
    ...{ mute: true, kick: true, ban: true, delete: true, slowMode: true, bannedWords: false },
    ...{ audience: true, direct: true, attributes: true, withinMs: 8_000 },
  },
  async (clients) => {
    standIn ??= await startStandIn();
    const { url, cut } = standIn;
    const roomId = `room${++rooms}`;
    const opened = await Promise.all(
      Array.from({ length: clients }, async (_, index) => {
        const userId = `${roomId}-p${index}`;
        const service = await openTencentChat(url, userId, index === 0);
        return { userId, service, cut: () => cut(userId) };
      }),
    );
    return {
      roomId,
      clients: opened,
      async close() {
        await Promise.all(opened.map(({ service }) => service.close()));
      },
    };
  },
);

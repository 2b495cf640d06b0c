import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { clockOf } from '../../../common/chat/clock.ts';
import { ok } from '../../../common/result.ts';
import type { Sdk } from '../../../renderer/sdk/chat/sdk.ts';
import { TencentChat } from '../../../renderer/sdk/chat/tencentChat.ts';

/** `create()` is a singleton for each of them: so many people fit into one process. */
let nextAppId = 1_400_000_001;

/** The chat on the unmodified SDK, in this process instead of a page. */
export async function openTencentChat(url: string, userId: string, makesRooms: boolean) {
  const shims = { WebSocket, document: { addEventListener() {}, removeEventListener() {} } };
  for (const [name, value] of Object.entries(shims)) {
    if (!(name in globalThis)) Object.assign(globalThis, { [name]: value });
  }
  const { default: Chat } = await import('@tencentcloud/chat');
  const sdk = Chat.create({ SDKAppID: nextAppId++, proxyServer: url }) as unknown as Sdk;
  sdk.setLogLevel(4);
  return new TencentChat({
    sdk,
    login: async () => ok({ userId, userSig: 'signed' }),
    newId: randomUUID,
    wallMs: Date.now,
    makesRooms,
    clock: clockOf(globalThis),
  });
}

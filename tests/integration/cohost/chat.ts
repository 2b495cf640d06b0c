import { createLocalChat } from '../../../common/chat/local/index.ts';
import type { PkRound } from '../../../common/chat/message.ts';
import type { PkView } from '../../../common/pk/pkView.ts';
import { ok } from '../../../common/result.ts';
import { nodeChatParts } from '../../support/chatPlace.ts';

/** Somebody in a room's chat, with all that is seen there of its PK. */
export async function openChat(port: number, roomId: string, token: string) {
  const { sockets: _, ...parts } = nodeChatParts();
  const url = `ws://127.0.0.1:${port}/chat`;
  const service = createLocalChat({ url, token: async () => ok(token), ...parts });
  const views: (PkView | null)[] = [];
  const rounds: PkRound[] = [];
  const told: { readonly from: string; readonly data: any }[] = [];
  service.on((event) => {
    if (event.type === 'direct') told.push({ from: event.from, data: event.data });
    if (event.type !== 'batch') return;
    const { pk, items } = event.batch;
    if (pk !== undefined) views.push(pk);
    for (const item of items) if (item.kind === 'pk') rounds.push(item);
  });
  const joined = await service.join(roomId);
  if (!joined.ok) throw new Error(joined.error.message);
  const close = () => service.close();
  return { service, views, rounds, told, joined: joined.value, close };
}

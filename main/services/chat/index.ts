import type { ChatService } from '../../../common/chat/service.ts';
import type { ChatFactories, ChatPlace } from './factory.ts';
import { localChat } from './local.ts';
import { tencentChat } from './tencent.ts';

export type { ChatFactories, ChatPlace } from './factory.ts';

/** The one table of chats. */
export const chatFactories: ChatFactories = {
  local: localChat,
  tencent: tencentChat,
};

/** The chat that the settings ask for. */
export const createChat = (factories: ChatFactories, place: ChatPlace): ChatService => {
  const wanted = place.tencent ? 'tencent' : 'local';
  return (factories[wanted] ?? factories.local).create(place);
};

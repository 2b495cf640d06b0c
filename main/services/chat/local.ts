import type { ChatServiceFactory } from './factory.ts';
export const localChat: ChatServiceFactory = {
  create: () => {
    throw new Error('not yet');
  },
};

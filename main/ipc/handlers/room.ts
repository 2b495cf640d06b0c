import { err } from '../../../common/result.ts';
import type { Handlers } from '../door.ts';
import type { Context } from './context.ts';

const notYet = async () => err('BUSY', 'rooms are not open yet');

export const roomHandlers = (_context: Context) =>
  ({
    'room:setInfo': notYet,
    'room:pickCover': notYet,
    'room:removeCover': notYet,
    'room:list': notYet,
    'room:summary': notYet,
    'room:export': notYet,
    'chat:history': notYet,
    'chat:send': notYet,
    'chat:order': notYet,
    'chat:audience': notYet,
    'chat:question': notYet,
    'chat:window': notYet,
    'settings:setTencent': notYet,
  }) satisfies Partial<Handlers>;

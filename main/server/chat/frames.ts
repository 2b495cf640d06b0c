import type { z } from 'zod';
import { clientFrameSchema } from '../../../common/chat/wire.ts';
import { err } from '../../../common/result.ts';
import { parseFrame } from '../sockets/frame.ts';

export type ClientRequest = z.output<typeof clientFrameSchema>;

/** One text frame of a client. Never throws, whatever is in it. */
export const parseRequest = (text: string, depth: number) =>
  parseFrame(text, depth, clientFrameSchema);

/** The answer for what cannot be understood. */
export const notUnderstood = () => err('INPUT_INVALID', 'The request is not understood.');

import type { z } from 'zod';
import { cohostClientFrameSchema } from '../../../common/cohost/wire.ts';
import { parseFrame } from '../sockets/frame.ts';

export type CohostRequest = z.output<typeof cohostClientFrameSchema>;

/** One text frame of a client. Never throws, whatever is in it. */
export const parseRequest = (text: string, depth: number) =>
  parseFrame(text, depth, cohostClientFrameSchema);

import { z } from 'zod';
import { roomIdSchema } from '../pk/pk.ts';

/** What the chat tells a viewer, as a message from the host, whom the host invites on air. */
export const invitedSchema = z.object({
  cmd: z.literal('cohost'),
  data: z.object({ type: z.literal('invited'), roomID: roomIdSchema }),
});
export type Invited = z.infer<typeof invitedSchema>;

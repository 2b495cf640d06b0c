import { z } from 'zod';
import { roomIdSchema } from '../pk/pk.ts';
import { ticketSchema } from './desk.ts';

/** What the chat tells a viewer, as a message from the host, whom the host invites on air. */
export const invitedSchema = z.object({
  cmd: z.literal('cohost'),
  data: z.object({ type: z.literal('invited'), roomID: roomIdSchema, ticket: ticketSchema }),
});
export type Invited = z.infer<typeof invitedSchema>;

/** The viewer's answer, to the host by the chat: the server takes it in and does not deliver it. */
export const invitedAnswerSchema = z.object({
  cmd: z.literal('cohost'),
  data: z.object({
    type: z.literal('answer'),
    roomID: roomIdSchema,
    /** Of the invitation. */
    ticket: ticketSchema,
    accept: z.boolean(),
  }),
});
export type InvitedAnswer = z.infer<typeof invitedAnswerSchema>;

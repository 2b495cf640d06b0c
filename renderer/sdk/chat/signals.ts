import { z } from 'zod';
import { chatLimits } from '../../../common/chat/limits.ts';
import type { InviteSignal } from '../../../common/chat/service.ts';
import { type Sdk, sdkSignals } from './sdk.ts';

const id = z.string().min(1).max(64);
const signalSchema = z.object({
  inviteID: z.string().min(1).max(128),
  inviter: id,
  invitee: id.optional(),
  data: z.string().max(chatLimits.directBytes).catch(''),
});

/**
 * Hears what others do with invitations: requests of mobile apps to come on air, and answers to
 * ours. `from` is who did it. What is malformed or too long is left out.
 */
export function onSignals(sdk: Sdk, tell: (from: string, signal: InviteSignal) => void): void {
  for (const signal of Object.keys(sdkSignals) as (keyof typeof sdkSignals)[])
    sdk.addSignalingListener(sdkSignals[signal], ({ data: given }) => {
      const heard = signalSchema.safeParse(given);
      if (!heard.success) return;
      const { inviteID: inviteId, inviter, invitee, data } = heard.data;
      const isAnswer = signal === 'accepted' || signal === 'rejected';
      tell((isAnswer ? invitee : null) ?? inviter, { signal, inviteId, data });
    });
}

import { useRef } from 'react';
import type { ChannelInput } from '../../../../../common/ipc/contract.ts';
import { ask } from '../../../app/studio.ts';

export type Which = ChannelInput<'destination:setKey'>['which'];

/** Name under which main keeps a secret. */
export const secretName = (destinationId: string, which: Which): string =>
  which === 'key' ? destinationId : `${destinationId}:${which}`;

/** The fields that secrets are typed in. What is in them stays in them until it goes to main. */
export function useSecrets() {
  const key = useRef<HTMLInputElement>(null);
  const backup = useRef<HTMLInputElement>(null);
  const pushKey = useRef<HTMLInputElement>(null);
  return { key, backup, pushKey };
}
export type SecretFields = ReturnType<typeof useSecrets>;

/** Sends what was typed to main and empties the fields. False where main refused one: that one stays. */
export async function sendSecrets(destinationId: string, fields: SecretFields): Promise<boolean> {
  for (const which of ['key', 'backup', 'pushKey'] as const) {
    const input = fields[which].current;
    const key = input?.value.trim() ?? '';
    if (!input || key === '') continue;
    const answer = await ask('destination:setKey', { destinationId, key, which });
    if (!answer.ok) return false;
    input.value = '';
  }
  return true;
}

import type { ChannelInput } from '../../../../common/ipc/contract.ts';
import { ask } from '../../app/studio.ts';

/** Asks the desk for something; a refusal is shown to the person. */
export const host = (command: ChannelInput<'cohost:host'>): void =>
  void ask('cohost:host', command);

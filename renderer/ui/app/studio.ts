import type { StudioBridge } from '../../../common/ipc/bridge.ts';
import type { Channel, ChannelInput, ChannelOutput } from '../../../common/ipc/contract.ts';
import { err, type Result } from '../../../common/result.ts';
import type { Edit, ShowCommand } from '../../../common/show/commands.ts';
import { requestFailed } from './state/view.ts';
import { store } from './store.ts';

declare global {
  interface Window {
    readonly studio: StudioBridge;
  }
}

/** Asks main for something. A refusal is shown to the person; the answer is handed on too. */
export async function ask<C extends Channel>(
  channel: C,
  ...[input]: ChannelInput<C> extends undefined ? [] : [input: ChannelInput<C>]
): Promise<Result<ChannelOutput<C>>> {
  const answer = await window.studio
    .invoke(channel, input as ChannelInput<C>)
    .catch(() => err('INTERNAL', `${channel} was not answered; restart the app if it stays so`));
  if (!answer.ok) {
    store.dispatch(requestFailed({ id: crypto.randomUUID(), error: answer.error }));
  }
  return answer;
}

/** Asks main to change the show document: one command, or several that belong together. */
export const change = (
  commands: ShowCommand | ShowCommand[],
  options: Omit<Edit, 'commands'> = {},
): Promise<Result<null>> =>
  ask('show:edit', { commands: Array.isArray(commands) ? commands : [commands], ...options });

import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebFrameMain } from 'electron';
import {
  type Channel,
  type ChannelInput,
  type ChannelOutput,
  contract,
} from '../../common/ipc/contract.ts';
import type { StageEvent } from '../../common/ipc/stage.ts';
import { err, type Result } from '../../common/result.ts';
import { log, logError } from '../log.ts';
import { stageEventSchema } from './stageEvents.ts';

/** True for the main frame of one of our own pages; anything else may not speak to main. */
export function isOurs(frame: WebFrameMain | null | undefined, host: 'ui' | 'stage'): boolean {
  if (!frame || frame.parent !== null) return false;
  try {
    const { protocol, host: from } = new URL(frame.url);
    return protocol === 'app:' && from === host;
  } catch {
    return false;
  }
}

/** The answers to some channels. */
export type HandlersFor<C extends Channel> = {
  [K in C]: (
    input: ChannelInput<K>,
  ) => Result<ChannelOutput<K>> | Promise<Result<ChannelOutput<K>>>;
};
export type Handlers = HandlersFor<Channel>;

/** Opens every channel of the contract. The sender and the input are checked here and nowhere else. */
export function openDoor(handlers: Handlers): void {
  for (const channel of Object.keys(contract) as Channel[])
    ipcMain.handle(channel, (event, input) => answer(channel, handlers, event, input));
}

async function answer<C extends Channel>(
  channel: C,
  handlers: Handlers,
  event: IpcMainInvokeEvent,
  input: unknown,
): Promise<Result<ChannelOutput<C>>> {
  if (!isOurs(event.senderFrame, 'ui'))
    return err('INPUT_INVALID', `${channel}: not from the studio's own page`);
  const parsed = contract[channel].input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err('INPUT_INVALID', `${channel}: ${issue?.path.join('.')} ${issue?.message}`);
  }
  try {
    return await handlers[channel](parsed.data as ChannelInput<C>);
  } catch (error) {
    logError(`${channel} failed`, error);
    return err('INTERNAL', `${channel}: ${(error as Error).message}`);
  }
}

/** Listens to the stage page's one-way messages; those from anywhere else, and malformed ones, are dropped. */
export function listenToStage(listener: (event: StageEvent, senderId: number) => void): void {
  ipcMain.on('stage:event', (event: IpcMainEvent, payload: unknown) => {
    if (!isOurs(event.senderFrame, 'stage')) return;
    const parsed = stageEventSchema.safeParse(payload);
    if (parsed.success) listener(parsed.data, event.sender.id);
    else log(`stage: a malformed message was dropped (${parsed.error.issues[0]?.message})`);
  });
}

import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebFrameMain } from 'electron';
import type { ZodType } from 'zod';
import {
  type ChatWindowChannel,
  type ChatWindowInput,
  type ChatWindowOutput,
  chatWindowContract,
} from '../../common/ipc/chatWindow.ts';
import {
  type Channel,
  type ChannelInput,
  type ChannelOutput,
  contract,
} from '../../common/ipc/contract.ts';
import {
  type SdkChannel,
  type SdkInput,
  type SdkOutput,
  sdkContract,
} from '../../common/ipc/sdkWindow.ts';
import type { StageEvent } from '../../common/ipc/stage.ts';
import { err, type Result } from '../../common/result.ts';
import { log, logError } from '../log.ts';
import type { PageHost } from '../security/appProtocol.ts';
import { stageEventSchema } from './stageEvents.ts';

/** True for the main frame of one of our own pages; anything else may not speak to main. */
export function isOurs(frame: WebFrameMain | null | undefined, host: PageHost): boolean {
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
  return checked(channel, contract[channel].input, input, (it) =>
    handlers[channel](it as ChannelInput<C>),
  );
}

/** Hands on what has the right form; a handler that fails is an answer too. */
async function checked<T>(
  channel: string,
  schema: ZodType,
  input: unknown,
  handler: (input: unknown) => Result<T> | Promise<Result<T>>,
): Promise<Result<T>> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err('INPUT_INVALID', `${channel}: ${issue?.path.join('.')} ${issue?.message}`);
  }
  try {
    return await handler(parsed.data);
  } catch (error) {
    logError(`${channel} failed`, error);
    return err('INTERNAL', `${channel}: ${(error as Error).message}`);
  }
}

/** The answers to the chat's own window. */
export type ChatWindowHandlers = {
  [K in ChatWindowChannel]: (input: ChatWindowInput<K>) => Result<ChatWindowOutput<K>>;
};

/** Opens the few channels of the chat's own window, to the page of the window that `isIt` knows by its id and to nobody else. */
export function openChatDoor(
  isIt: (senderId: number) => boolean,
  handlers: ChatWindowHandlers,
): void {
  for (const channel of Object.keys(chatWindowContract) as ChatWindowChannel[])
    ipcMain.handle(channel, (event, input) => {
      if (!isOurs(event.senderFrame, 'chat') || !isIt(event.sender.id))
        return err('INPUT_INVALID', `${channel}: not from the chat's own window`);
      const handler = handlers[channel] as (input: unknown) => Result<unknown>;
      return checked(channel, chatWindowContract[channel].input, input, handler);
    });
}

/** The answers to the page with Tencent's chat SDK. */
export type SdkHandlers = {
  [K in SdkChannel]: (input: SdkInput<K>) => Result<SdkOutput<K>> | Promise<Result<SdkOutput<K>>>;
};

/** Opens the channels of that page, to the one that `isIt` knows by its id and to nobody else. */
export function openSdkDoor(isIt: (senderId: number) => boolean, handlers: SdkHandlers): void {
  for (const channel of Object.keys(sdkContract) as SdkChannel[])
    ipcMain.handle(channel, (event, input) => {
      if (!isOurs(event.senderFrame, 'sdk') || !isIt(event.sender.id))
        return err('INPUT_INVALID', `${channel}: not from the page with Tencent's chat`);
      const handler = handlers[channel] as (
        input: unknown,
      ) => Result<unknown> | Promise<Result<unknown>>;
      return checked(channel, sdkContract[channel].input, input, handler);
    });
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

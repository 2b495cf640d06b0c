import Chat from '@tencentcloud/chat';
import { clockOf } from '../../common/chat/clock.ts';
import type { SdkBridge, SdkCall } from '../../common/ipc/sdkWindow.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Sdk } from './chat/sdk.ts';
import { TencentChat } from './chat/tencentChat.ts';

const host = (window as unknown as { sdkHost: SdkBridge }).sdkHost;
/** Only failures: at other levels the SDK writes what is said to the console. */
const SDK_LOG_ERRORS = 4;

async function start(): Promise<void> {
  const loaded = await host.load();
  if (!loaded.ok) return;
  const sdk = Chat.create({ SDKAppID: loaded.value.sdkAppId }) as unknown as Sdk;
  sdk.setLogLevel(SDK_LOG_ERRORS);
  const chat = new TencentChat({
    sdk,
    // A room service that speaks to Tencent's made the group when it made the room; no other does.
    makesRooms: true,
    login: () => host.login(),
    newId: () => crypto.randomUUID(),
    wallMs: Date.now,
    clock: clockOf(globalThis),
  });
  chat.on((event) => host.event(event));
  host.onCall((call) => {
    void carryOut(chat, call).then((result) => host.answer(call.call, result));
  });
  host.event({ type: 'connection', connection: { state: 'idle' } });
}

async function carryOut(chat: TencentChat, { method, values }: SdkCall): Promise<Result<unknown>> {
  try {
    const run = chat[method] as (...values: unknown[]) => unknown;
    const result = await run.apply(chat, [...values]);
    return (result as Result<unknown> | undefined) ?? ok(null);
  } catch (error) {
    return err('INTERNAL', `chat ${method}: ${(error as Error).name}`);
  }
}

void start();

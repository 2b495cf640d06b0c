// A program that has nothing but Tencent's chat in its page, as the studio does: for tests of that page.
import { app } from 'electron';
import type { ChatEvent } from '../../common/chat/service.ts';
import { registerAppScheme, serveApp } from '../../main/security/appProtocol.ts';
import { guardEverything } from '../../main/security/guards.ts';
import { tencentChatAt } from '../../main/services/chat/tencent.ts';

const { SDK_DIST = '', SDK_SERVICE = '', SDK_USER_SIG = '' } = process.env;

app.disableHardwareAcceleration();
registerAppScheme();
guardEverything();
void app.whenReady().then(() => {
  serveApp({ dist: SDK_DIST, mediaPath: () => null, sdkReaches: SDK_SERVICE });
  const heard: ChatEvent[] = [];
  const chat = tencentChatAt(SDK_SERVICE).create({
    origin: () => null,
    token: async () => ({ ok: true, value: '' }),
    tencent: {
      sdkAppId: 1_400_000_000,
      userSigUrl: SDK_USER_SIG,
      roomServiceUrl: '',
      pushDomain: '',
      userId: 'host',
    },
  });
  chat.on((event) => heard.push(event));
  app.on('window-all-closed', () => {});
  Object.assign(globalThis, { chat, heard });
});

// A program that opens nothing but the chat's own window, as the studio does: for tests of that window.
import { app } from 'electron';
import type { ChatItem } from '../../common/chat/message.ts';
import { registerAppScheme, serveApp } from '../../main/security/appProtocol.ts';
import { guardEverything } from '../../main/security/guards.ts';
import { ChatWindow, type ChatWindowSettings } from '../../main/windows/chatWindow.ts';

const { CHAT_DIST = '', CHAT_LOCALE = 'en', CHAT_ITEMS = '[]' } = process.env;
const items = JSON.parse(CHAT_ITEMS) as ChatItem[];
let settings: ChatWindowSettings = { opacity: 0.5, fontSizePx: 15, bounds: null };

app.disableHardwareAcceleration();
registerAppScheme();
guardEverything();
void app.whenReady().then(() => {
  serveApp({
    dist: CHAT_DIST,
    mediaPath: () => null,
    cover: async () => new Response(null, { status: 404 }),
  });
  const chatWindow = new ChatWindow({
    locale: () => (CHAT_LOCALE === 'en' ? 'en' : 'zh-CN'),
    history: () => items,
    pinned: () => null,
    settings: {
      get: () => settings,
      set: (next) => {
        settings = next;
      },
    },
    onChanged: () => {},
  });
  // Ends with the test, not with the window.
  app.on('window-all-closed', () => {});
  Object.assign(globalThis, { chatWindow, settingsNow: () => settings });
  chatWindow.open();
});

import type { Settings } from '../settings/settings.ts';
import type { StudioStore } from '../state/store.ts';
import { ChatWindow } from '../windows/chatWindow.ts';
import type { Rooms } from './rooms.ts';

/** The chat's own window, with what is said in the studio's room. */
export function chatWindowOf(
  store: StudioStore,
  settings: Pick<Settings, 'get' | 'set'>,
  rooms: Pick<Rooms, 'history'>,
): ChatWindow {
  const window = new ChatWindow({
    locale: () => store.state.session.locale,
    history: () => rooms.history(),
    pinned: () => store.state.session.pinned,
    settings: {
      get: () => settings.get('chatWindow'),
      set: (to) => settings.set('chatWindow', to),
    },
    onChanged: (isOpen) =>
      store.session((session) => {
        session.chatWindow = isOpen;
      }),
  });
  store.subscribe(({ patches }) => {
    if (patches.some(({ path: [a, b] }) => a === 'session' && b === 'pinned'))
      window.sendPinned(store.state.session.pinned);
  });
  return window;
}

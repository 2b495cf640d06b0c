import { useSyncExternalStore } from 'react';
import type { StudioBridge } from '../../../../common/ipc/bridge.ts';
import { store } from '../store.ts';
import { ChatFeed, type FeedFigures } from './feed.ts';
import { ChatView } from './view.ts';

/** Waits for its time, then for a frame, so that a batch is drawn once. */
const schedule = (run: () => void, afterMs: number): void => {
  const frame = () => void requestAnimationFrame(run);
  if (afterMs > 0) setTimeout(frame, afterMs);
  else frame();
};

const feed = new ChatFeed({ schedule });

/** What the chat's panel shows; its filter and a pause outlast the panel. */
export const chatView = new ChatView(feed);

const subscribeToView = (listener: () => void) => chatView.subscribe(listener);

/** A value of the view, or one of its own objects; it is looked at for as long as somebody draws it. */
export const useChatView = <T>(select: (view: ChatView) => T): T =>
  useSyncExternalStore(subscribeToView, () => select(chatView));

/** Messages asked for when a room is met. */
const HISTORY = 2000;

/** Takes what is said in the studio's room from main. */
export function listenToChat(bridge: Pick<StudioBridge, 'invoke' | 'on'>): void {
  bridge.on('chat:batch', (batch) => feed.take(batch));
  let roomId: string | null = null;
  store.subscribe(() => {
    const next = store.getState().mirror.studio?.session.room?.roomId ?? null;
    // When a room is over, what was said in it stays to be read.
    if (next === null || next === roomId) return;
    roomId = next;
    feed.begin();
    void bridge.invoke('chat:history', { atMost: HISTORY }).then(
      (answer) => {
        if (answer.ok && roomId === next) feed.load(answer.value);
      },
      () => {},
    );
  });
}

/** The figures of this moment. */
export const chatFigures = (): FeedFigures => feed.figures;

const subscribe = (listener: () => void) => feed.onApplied(listener);

/** A figure of the chat, as it changes. */
export const useChatFigures = <T extends string | number>(select: (figures: FeedFigures) => T): T =>
  useSyncExternalStore(subscribe, () => select(feed.figures));

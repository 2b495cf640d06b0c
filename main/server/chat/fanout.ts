import type { ChatPulse } from '../../../common/chat/message.ts';
import type { PkView } from '../../../common/pk/pkView.ts';
import type { PostedItem } from './history.ts';

/** Why somebody is put out; the word of the `gone` frame. */
export type WhyGone = 'kicked' | 'banned' | 'roomClosed' | 'elsewhere';

/** What has to reach people wherever they are connected. */
export type Publication =
  /** Items in order, each once, and what was added up since the last. */
  | {
      readonly kind: 'batch';
      readonly items: readonly PostedItem[];
      readonly pulse: ChatPulse | null;
      /** What is seen of the room's PK, where it has changed; null for none any more. */
      readonly pk?: PkView | null;
    }
  | { readonly kind: 'attributes'; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'expel'; readonly userId: string; readonly why: WhyGone }
  /** To one person; `data` is JSON. */
  | { readonly kind: 'direct'; readonly from: string; readonly data: string };

/**
 * Carries publications from who made them to whoever has people for them. In one process that is a
 * call; a broker that several servers share takes its place here and nowhere else. Publications of
 * one topic arrive in the order they were made.
 */
export interface Fanout {
  /** Resolves with how many took it. */
  publish(topic: string, publication: Publication): Promise<number>;
  /** Returns an unsubscribe. */
  subscribe(topic: string, listener: (publication: Publication) => void): () => void;
}

export const roomTopic = (roomId: string): string => `room:${roomId}`;
export const personTopic = (userId: string): string => `person:${userId}`;

/** Everybody is in this process: a publication has arrived when `publish` returns. */
export function createLocalFanout(): Fanout {
  const topics = new Map<string, Set<(publication: Publication) => void>>();
  return {
    publish(topic, publication) {
      const listeners = topics.get(topic);
      for (const listener of listeners ?? []) listener(publication);
      return Promise.resolve(listeners?.size ?? 0);
    },
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) topics.delete(topic);
      };
    },
  };
}

import type { FromWhipPeer, OutputToStage } from '../../common/ipc/output.ts';
import type { StageLink } from './publishers.ts';

type Links = {
  readonly listeners: Set<(message: FromWhipPeer) => void>;
  readonly replaced: Set<() => void>;
};

/** The way to whichever stage there is: by itself for all, and for each destination that has a part of it there. */
export class StageDoor {
  readonly #links = new Map<string, Links>();
  #post: ((message: OutputToStage) => void) | null = null;

  /** Lost where there is no stage: it is told again what matters when it comes. */
  post(message: OutputToStage): void {
    this.#post?.(message);
  }

  /** Another stage from now on. */
  open(post: (message: OutputToStage) => void): void {
    this.#post = post;
    for (const { replaced } of this.#links.values()) for (const tell of replaced) tell();
  }

  linkTo(id: string): StageLink {
    const links: Links = { listeners: new Set(), replaced: new Set() };
    this.#links.set(id, links);
    return {
      send: (message) => this.post({ type: 'whip', id, message }),
      onMessage: (listener) => {
        links.listeners.add(listener);
        return () => links.listeners.delete(listener);
      },
      onReplaced: (listener) => {
        links.replaced.add(listener);
        return () => links.replaced.delete(listener);
      },
    };
  }

  /** What the stage has for a destination. */
  deliver(id: string, message: FromWhipPeer): void {
    for (const take of this.#links.get(id)?.listeners ?? []) take(message);
  }

  forget(id: string): void {
    this.#links.delete(id);
  }
}

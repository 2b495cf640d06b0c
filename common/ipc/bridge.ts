import type { Result } from '../result.ts';
import type { Channel, ChannelInput, ChannelOutput, ViewEvent, ViewEvents } from './contract.ts';

/** What the preload gives the `ui` page as `window.studio`. */
export type StudioBridge = {
  invoke<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<Result<ChannelOutput<C>>>;
  /** Returns an unsubscribe. The event object never reaches the page. */
  on<E extends ViewEvent>(event: E, callback: (payload: ViewEvents[E]) => void): () => void;
  readonly platform: string;
};

/**
 * MessagePorts cannot cross the context bridge: the preload hands them on with
 * `window.postMessage(message, location.origin, [port])`. In `ui` the ports carry
 * `StageTelemetry` (`stage`) and `OutputTelemetry` (`output`). In the stage `web` brings `WebFrame`s.
 */
export type PortMessage = {
  readonly kind: 'anchor-studio:port';
  readonly name: 'stage' | 'output' | 'web';
};

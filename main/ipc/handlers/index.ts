import type { Handlers } from '../door.ts';
import type { Context } from './context.ts';
import { destinationHandlers } from './destinations.ts';
import { liveHandlers } from './live.ts';
import { sessionHandlers } from './session.ts';
import { showHandlers } from './show.ts';
import { viewHandlers } from './view.ts';

/** The answer to every channel of the contract. */
export const handlersOf = (context: Context): Handlers => ({
  ...showHandlers(context),
  ...liveHandlers(context),
  ...destinationHandlers(context),
  ...sessionHandlers(context),
  ...viewHandlers(context),
});

import type { Handlers } from '../door.ts';
import { cohostHandlers } from './cohost.ts';
import { collectionHandlers } from './collections.ts';
import type { Context } from './context.ts';
import { destinationHandlers } from './destinations.ts';
import { fileHandlers } from './files.ts';
import { healthHandlers } from './health.ts';
import { liveHandlers } from './live.ts';
import { preflightHandlers } from './preflight.ts';
import { programmeHandlers } from './programme.ts';
import { roomHandlers } from './room.ts';
import { sessionHandlers } from './session.ts';
import { showHandlers } from './show.ts';
import { viewHandlers } from './view.ts';

/** The answer to every channel of the contract. */
export const handlersOf = (context: Context): Handlers => ({
  ...showHandlers(context),
  ...fileHandlers(context),
  ...collectionHandlers(context),
  ...programmeHandlers(context),
  ...liveHandlers(context),
  ...destinationHandlers(context),
  ...preflightHandlers(context),
  ...healthHandlers(context),
  ...roomHandlers(context),
  ...cohostHandlers(context),
  ...sessionHandlers(context),
  ...viewHandlers(context),
});

import { ok } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

/** The look at everything before going live. */
export const preflightHandlers = ({
  studio,
}: Context): HandlersFor<'preflight:run' | 'preflight:cancel'> => ({
  'preflight:run': ({ upload }) => studio.preflight.run({ upload }),
  'preflight:cancel': async () => {
    await studio.preflight.cancel();
    return ok(null);
  },
});

import { ok } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

/** What is of the moment, and preferences. */
export const sessionHandlers = ({
  studio,
  settings,
}: Context): HandlersFor<'devices:refresh' | 'settings:setLocale' | 'notice:dismiss'> => ({
  'devices:refresh': () => {
    studio.stage.order({ type: 'refreshDevices' });
    return ok(null);
  },
  'settings:setLocale': ({ locale }) => {
    settings.set('locale', locale);
    studio.store.session((session) => {
      session.locale = locale;
    });
    return ok(null);
  },
  'notice:dismiss': ({ id }) => {
    studio.store.session((session) => {
      session.notices = session.notices.filter((notice) => notice.id !== id);
    });
    return ok(null);
  },
});

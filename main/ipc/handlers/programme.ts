import { ok } from '../../../common/result.ts';
import { captureSources } from '../../capture/captureSources.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type ProgrammeChannel =
  | 'programme:take'
  | 'programme:tbar'
  | 'loudness:reset'
  | 'media:act'
  | 'media:seek'
  | 'web:reload'
  | 'capture:sources';

/** What is on air, and the sources that are played or chosen. */
export const programmeHandlers = ({ studio }: Context): HandlersFor<ProgrammeChannel> => ({
  'programme:take': (wanted) => studio.programme.take(wanted),
  'programme:tbar': ({ position }) => studio.programme.tbar(position),
  'loudness:reset': () => {
    studio.stage.order({ type: 'resetLoudness' });
    return ok(null);
  },
  'media:act': ({ sourceId, act }) => {
    studio.stage.order({ type: 'media', sourceId, act });
    return ok(null);
  },
  'media:seek': ({ sourceId, seconds }) => {
    studio.stage.order({ type: 'seekMedia', sourceId, seconds });
    return ok(null);
  },
  'web:reload': ({ sourceId }) => studio.web.reload(sourceId),
  'capture:sources': () => captureSources(),
});

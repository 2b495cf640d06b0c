import { join } from 'node:path';
import { dialog, shell } from 'electron';
import { err, ok } from '../../../common/result.ts';
import { textsOf } from '../../texts.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type HealthChannel =
  | 'destination:log'
  | 'destination:drill'
  | 'outage:cut'
  | 'outage:reveal'
  | 'health:samples'
  | 'health:export';

/** How the broadcast is doing, and what became of what was lost. */
export const healthHandlers = ({ studio, window }: Context): HandlersFor<HealthChannel> => {
  const { health, store } = studio;
  return {
    'destination:log': ({ destinationId }) => ok([...health.log(destinationId)]),
    'destination:drill': ({ destinationId, seconds }) => health.drill(destinationId, seconds),
    'outage:cut': ({ outageId }) => health.cut(outageId),
    'outage:reveal': ({ outageId }) => {
      const outage = store.state.session.outages.find(({ id }) => id === outageId);
      if (!outage?.cutFile) return err('INPUT_INVALID', 'nothing was cut out yet');
      shell.showItemInFolder(outage.cutFile);
      return ok(null);
    },
    'health:samples': ({ sinceEpochMs, atMost }) => ok([...health.samples(sinceEpochMs, atMost)]),
    'health:export': async ({ format }) => {
      if (health.isEmpty) return err('INPUT_INVALID', 'there was no broadcast yet');
      const { session, show } = store.state;
      const t = textsOf(session.locale);
      const day = new Date().toISOString().slice(0, 10);
      const name = `${show.meta.name.replace(/[^\p{L}\p{N} _-]/gu, '').trim() || 'show'} ${day}`;
      const { canceled, filePath } = await dialog.showSaveDialog(window.base, {
        title: t('health.export'),
        defaultPath: join(session.recordingFolder, `${name}.${format}`),
        filters: [{ name: t(`health.${format}`), extensions: [format] }],
      });
      if (canceled || !filePath) return ok(null);
      // Some systems' dialogues do not add the ending.
      return health.export(
        format,
        filePath.endsWith(`.${format}`) ? filePath : `${filePath}.${format}`,
      );
    },
  };
};

import { useTranslation } from 'react-i18next';
import type { Scene } from '../../../../../common/show/scenes.ts';
import type { Source, SourceKind, SourceOf } from '../../../../../common/show/sources.ts';
import { fileName } from '../../../app/format.ts';
import { useAppDispatch, useStudio } from '../../../app/hooks.ts';
import { itemsSelected, sideTabChosen, soundSelected } from '../../../app/state/view.ts';
import { ask, change } from '../../../app/studio.ts';
import { type Added, addExisting, addNew, sizeOfScene } from '../model/adding.ts';
import { usualChat } from '../model/chatPlaces.ts';
import { seatName } from '../model/seats.ts';
import { hostOf } from '../model/webAddress.ts';

const freshId = () => crypto.randomUUID();
/** A file's name without its ending. */
const stem = (path: string): string => fileName(path).replace(/(.)\.[^.]{1,5}$/, '$1');

const purposes = { image: 'image', slideshow: 'image', media: 'media' } as const;

/** Everything that adds a source to `scene`; afterwards it is chosen and its properties are open. */
export function useAdd(scene: Scene, onDone: () => void) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const show = useStudio((studio) => studio.show);
  const session = useStudio((studio) => studio.session);

  const put = async ({ commands, itemId, sourceId }: Added) => {
    const done = await change(commands, { label: 'sourcesSourceAdded' });
    if (!done.ok) return;
    dispatch(itemId ? itemsSelected([itemId]) : soundSelected(sourceId));
    dispatch(sideTabChosen('properties'));
    onDone();
  };
  const fresh = <K extends SourceKind>(
    kind: K,
    name: string,
    settings: Partial<SourceOf<K>> = {},
  ) => put(addNew(show, scene, kind, name.slice(0, 190), settings, freshId));
  /** The first device that is in no source yet. */
  const freeDevice = (kind: 'camera' | 'microphone'): string => {
    const used = Object.values(show.sources).flatMap((it) =>
      it.kind === kind ? [it.deviceId] : [],
    );
    const devices = kind === 'camera' ? session.cameras : session.microphones;
    if (!used.includes('default')) return 'default';
    // The default one is most likely the first of the list.
    const others = devices.filter(({ id }) => id !== 'default').slice(1);
    return others.find(({ id }) => id && !used.includes(id))?.id ?? 'default';
  };
  const files = async (kind: keyof typeof purposes) => {
    const multiple = kind !== 'image';
    const answer = await ask('files:pick', { purpose: purposes[kind], multiple });
    const paths = answer.ok ? answer.value.paths : [];
    const [first] = paths;
    if (!first) return;
    if (kind === 'image') await fresh('image', stem(first), { path: first });
    else if (kind === 'media') await fresh('media', stem(first), { paths });
    else await fresh('slideshow', t('sources.kinds.slideshow'), { paths });
  };

  return {
    ofKind: (kind: SourceKind) => {
      const name = t(`sources.kinds.${kind}`);
      switch (kind) {
        case 'image':
        case 'slideshow':
        case 'media':
          return files(kind);
        case 'camera':
        case 'microphone':
          return fresh(kind, name, { deviceId: freeDevice(kind) });
        case 'chat':
          return fresh(kind, name, usualChat('list', sizeOfScene(show, scene)));
        case 'text':
          return fresh('text', name, { text: t('sources.newText') });
        default:
          return fresh(kind, name);
      }
    },
    screen: (settings: Pick<SourceOf<'screen'>, 'target' | 'captureId' | 'title'>) =>
      fresh('screen', settings.title || t('sources.kinds.screen'), settings),
    web: (url: string) => fresh('web', hostOf(url) || t('sources.kinds.web'), { url }),
    guest: (seat: number) => fresh('guest', seatName(seat, t), { seat }),
    scene: (shown: Scene) => fresh('scene', shown.name, { sceneId: shown.id }),
    existing: (source: Source) => put(addExisting(show, scene, source, freshId)),
  };
}

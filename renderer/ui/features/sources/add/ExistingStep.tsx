import { useTranslation } from 'react-i18next';
import type { Scene } from '../../../../../common/show/scenes.ts';
import type { Source } from '../../../../../common/show/sources.ts';
import { useStudio } from '../../../app/hooks.ts';
import { kindIcons } from '../kindIcons.ts';
import { addable } from '../model/adding.ts';
import { Choice, ChoiceList } from './Choice.tsx';

type Props = { scene: Scene; onChoose: (source: Source) => void };

/** A source that is in the show already, once more: what is changed of it changes everywhere. */
export function ExistingStep({ scene, onChoose }: Props) {
  const { t } = useTranslation();
  const show = useStudio((studio) => studio.show);
  return (
    <ChoiceList>
      {addable(show, scene).map((source) => {
        const Icon = kindIcons[source.kind];
        const here = scene.items.some(({ sourceId }) => sourceId === source.id);
        return (
          <Choice
            key={source.id}
            icon={<Icon aria-hidden />}
            name={source.name}
            note={here ? t('sources.isHere') : t(`sources.kinds.${source.kind}`)}
            onChoose={() => onChoose(source)}
          />
        );
      })}
    </ChoiceList>
  );
}

import { Layers } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Scene } from '../../../../../common/show/scenes.ts';
import { useStudio } from '../../../app/hooks.ts';
import { mayShow } from '../model/adding.ts';
import { Choice, ChoiceList } from './Choice.tsx';

/** Which scene; one that would show itself is not offered. */
export function SceneStep({ scene, onChoose }: { scene: Scene; onChoose: (it: Scene) => void }) {
  const { t } = useTranslation();
  const show = useStudio((studio) => studio.show);
  const others = show.scenes.filter((it) => !it.group && mayShow(show, scene, it.id));
  if (others.length === 0) return <p className="text-text-2">{t('sources.noOtherScene')}</p>;
  return (
    <ChoiceList>
      {others.map((it) => (
        <Choice
          key={it.id}
          icon={<Layers aria-hidden />}
          name={it.name}
          note={t('sources.sceneHolds', { number: it.items.length })}
          onChoose={() => onChoose(it)}
        />
      ))}
    </ChoiceList>
  );
}

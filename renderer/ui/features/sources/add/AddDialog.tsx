import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scene } from '../../../../../common/show/scenes.ts';
import type { SourceKind } from '../../../../../common/show/sources.ts';
import { useStudio } from '../../../app/hooks.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { addable } from '../model/adding.ts';
import { ExistingStep } from './ExistingStep.tsx';
import { GuestStep } from './GuestStep.tsx';
import { KindGrid } from './KindGrid.tsx';
import { SceneStep } from './SceneStep.tsx';
import { ScreenStep } from './ScreenStep.tsx';
import { useAdd } from './useAdd.ts';
import { WebStep } from './WebStep.tsx';

type Props = { open: boolean; onOpenChange: (open: boolean) => void; scene: Scene };
type Step = 'kinds' | 'screen' | 'web' | 'guest' | 'scene' | 'existing';
/** Kinds of which something is asked first. */
const asked: readonly SourceKind[] = ['screen', 'web', 'guest', 'scene'];

/** What can be put into a scene: each kind with a word on what it is for, or a source once more. */
export function AddDialog({ open, onOpenChange, scene }: Props) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>('kinds');
  const close = (next: boolean) => {
    onOpenChange(next);
    if (!next) setStep('kinds');
  };
  return (
    <Dialog open={open} onOpenChange={close} wide title={t(`sources.addSteps.${step}`)}>
      <Steps scene={scene} step={step} onStep={setStep} onDone={() => close(false)} />
    </Dialog>
  );
}

type StepsProps = {
  scene: Scene;
  step: Step;
  onStep: (step: Step) => void;
  onDone: () => void;
};

function Steps({ scene, step, onStep, onDone }: StepsProps) {
  const { t } = useTranslation();
  const add = useAdd(scene, onDone);
  const again = useStudio(({ show }) => addable(show, scene).length);
  const choose = (kind: SourceKind) => {
    if (asked.includes(kind)) onStep(kind as Step);
    else void add.ofKind(kind);
  };
  const back = (
    <div className="flex">
      <Button look="ghost" onClick={() => onStep('kinds')}>
        {t('common.back')}
      </Button>
    </div>
  );
  switch (step) {
    case 'kinds':
      return (
        <>
          <KindGrid onChoose={choose} />
          {again > 0 ? (
            <div className="flex items-center gap-3 border-line border-t pt-3">
              <p className="min-w-0 flex-1 text-sm text-text-2">{t('sources.existingHint')}</p>
              <Button onClick={() => onStep('existing')}>{t('sources.addSteps.existing')}</Button>
            </div>
          ) : null}
        </>
      );
    case 'screen':
      return (
        <>
          <ScreenStep onChoose={(settings) => void add.screen(settings)} />
          {back}
        </>
      );
    case 'web':
      return <WebStep onChoose={(url) => void add.web(url)} back={back} />;
    case 'guest':
      return (
        <>
          <GuestStep onChoose={(seat) => void add.guest(seat)} />
          {back}
        </>
      );
    case 'scene':
      return (
        <>
          <SceneStep scene={scene} onChoose={(shown) => void add.scene(shown)} />
          {back}
        </>
      );
    case 'existing':
      return (
        <>
          <ExistingStep scene={scene} onChoose={(source) => void add.existing(source)} />
          {back}
        </>
      );
  }
}

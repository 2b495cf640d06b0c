import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { Fold } from '../../../components/Fold.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { ScreenStep } from '../add/ScreenStep.tsx';
import { setSource } from '../edits.ts';
import { RegionField } from './RegionField.tsx';

/** Which screen or window, which part of it, and what comes with it. */
export function ScreenSettings({ source }: { source: SourceOf<'screen'> }) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const noSystemSound = window.studio.platform === 'linux';
  return (
    <>
      <div className="flex flex-col gap-1">
        <span className="text-sm text-text-2">{t(`sources.screen.target.${source.target}`)}</span>
        <div className="flex items-center gap-1.5">
          <span
            title={source.title}
            className="flex h-7 min-w-0 flex-1 items-center rounded-md border border-line bg-bg px-2"
          >
            <span className="truncate">{source.title || t('sources.screen.first')}</span>
          </span>
          <Button size="sm" onClick={() => setChoosing(true)}>
            {t('fields.chooseShort')}
          </Button>
        </div>
      </div>
      <SwitchRow
        label={t('sources.screen.cursor')}
        checked={source.cursor}
        onCheckedChange={(cursor) => void setSource(source, { cursor })}
      />
      <SwitchRow
        label={t('sources.screen.systemAudio')}
        hint={noSystemSound ? t('sources.screen.noSystemAudio') : undefined}
        disabled={noSystemSound && !source.systemAudio}
        checked={source.systemAudio}
        onCheckedChange={(systemAudio) => void setSource(source, { systemAudio })}
      />
      <Fold title={t('sources.screen.region')} open={source.region !== null}>
        <RegionField source={source} />
      </Fold>
      <Dialog open={choosing} onOpenChange={setChoosing} wide title={t('sources.addSteps.screen')}>
        <ScreenStep
          onChoose={(chosen) => {
            setChoosing(false);
            void setSource(source, { ...chosen, region: null });
          }}
        />
      </Dialog>
    </>
  );
}

import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { Fold } from '../../../components/Fold.tsx';
import { LiveText } from '../../../components/LiveText.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { SettledText } from '../../../components/SettledText.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { setSource } from '../edits.ts';
import { webAddress } from '../model/webAddress.ts';

/** The page, how large and how often it is drawn, and what is changed about its looks. */
export function WebSettings({ source }: { source: SourceOf<'web'> }) {
  const { t } = useTranslation();
  return (
    <>
      <WebUrl source={source} />
      <div className="flex gap-2">
        {(['width', 'height'] as const).map((side) => (
          <NumberField
            key={side}
            label={t(`sources.sides.${side}`)}
            value={source[side]}
            min={16}
            max={4096}
            step={10}
            unit="px"
            onEdit={(value, gesture) => setSource(source, { [side]: value }, gesture)}
            className="flex-1"
          />
        ))}
        <NumberField
          label={t('sources.fps')}
          value={source.fps}
          min={1}
          max={60}
          onEdit={(fps, gesture) => setSource(source, { fps }, gesture)}
          className="flex-1"
        />
      </div>
      <SwitchRow
        label={t('sources.web.reloadOnShow')}
        hint={t('sources.web.reloadOnShowHint')}
        checked={source.reloadOnShow}
        onCheckedChange={(reloadOnShow) => void setSource(source, { reloadOnShow })}
      />
      <div>
        <Button size="sm" onClick={() => void ask('web:reload', { sourceId: source.id })}>
          <RotateCw className="size-3.5" aria-hidden />
          {t('sources.web.reload')}
        </Button>
      </div>
      <Fold title={t('sources.web.css')}>
        <LiveText
          code
          rows={6}
          label={t('sources.web.cssHint')}
          value={source.css}
          maxLength={50_000}
          onEdit={(css, gesture) => setSource(source, { css }, gesture)}
        />
      </Fold>
    </>
  );
}

/** Goes there when the address is whole, not at every letter. */
function WebUrl({ source }: { source: SourceOf<'web'> }) {
  const { t } = useTranslation();
  return (
    <SettledText
      label={t('sources.web.url')}
      value={source.url}
      faultOf={(text) => (webAddress(text) ? null : t('sources.web.urlFault'))}
      onSettle={(text) => {
        const url = webAddress(text);
        if (url && url !== source.url) void setSource(source, { url });
      }}
    />
  );
}

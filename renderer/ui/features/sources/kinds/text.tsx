import { AlignCenter, AlignLeft, AlignRight, Bold, Italic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { ColourField } from '../../../components/ColourField.tsx';
import { cx } from '../../../components/cx.ts';
import { Fold } from '../../../components/Fold.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';
import { LiveText } from '../../../components/LiveText.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { SliderField } from '../../../components/SliderField.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { setSource } from '../edits.ts';
import { FileOf } from '../FileOf.tsx';
import { ClockSettings } from './ClockSettings.tsx';
import { FontChoice } from './FontChoice.tsx';

type Props = { source: SourceOf<'text'> };
const contents = ['text', 'file', 'clock', 'countdown', 'stopwatch'] as const;

/** The words, or where they come from, and how they look. */
export function TextSettings({ source }: Props) {
  const { t } = useTranslation();
  const { content } = source;
  return (
    <>
      <LabelledSelect
        label={t('sources.text.content')}
        value={content}
        options={contents.map((value) => ({ value, label: t(`sources.text.contents.${value}`) }))}
        onChoose={(next) =>
          void setSource(source, {
            content: next,
            clock: { ...source.clock, targetMs: null, ...usual[next] },
          })
        }
      />
      {content === 'text' ? (
        <LiveText
          label={t('sources.text.words')}
          value={source.text}
          maxLength={5000}
          rows={3}
          onEdit={(text, gesture) => setSource(source, { text }, gesture)}
        />
      ) : content === 'file' ? (
        <FileOf
          label={t('sources.text.file')}
          purpose="text"
          path={source.path}
          onPick={(path) => void setSource(source, { path })}
        />
      ) : (
        <ClockSettings source={source} content={content} />
      )}
      <Letters source={source} />
      <Fold title={t('sources.text.outlineAndShadow')}>
        <OutlineAndShadow source={source} />
      </Fold>
      <Fold title={t('sources.text.layout')}>
        <Layout source={source} />
      </Fold>
    </>
  );
}

/** What a clock starts with when its kind is chosen. */
const usual = {
  text: {},
  file: {},
  clock: { format: 'HH:mm:ss' },
  countdown: { format: 'mm:ss', standingSeconds: 300 },
  stopwatch: { format: 'HH:mm:ss', standingSeconds: 0 },
} as const;

function Letters({ source }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <FontChoice
        family={source.fontFamily}
        onChoose={(fontFamily) => void setSource(source, { fontFamily })}
      />
      <div className="flex items-end gap-2">
        <NumberField
          label={t('sources.text.size')}
          value={source.fontSizePx}
          min={8}
          max={400}
          unit="px"
          onEdit={(fontSizePx, gesture) => setSource(source, { fontSizePx }, gesture)}
          className="flex-1"
        />
        {(['bold', 'italic'] as const).map((style) => {
          const Icon = style === 'bold' ? Bold : Italic;
          return (
            <IconButton
              key={style}
              label={t(`sources.text.${style}`)}
              aria-pressed={source[style]}
              className={cx(
                'size-7! border',
                source[style] ? 'border-accent bg-control text-text' : 'border-edge',
              )}
              onClick={() => void setSource(source, { [style]: !source[style] })}
            >
              <Icon aria-hidden />
            </IconButton>
          );
        })}
      </div>
      <ColourField
        alpha
        label={t('sources.text.colour')}
        value={source.colour}
        onEdit={(colour, gesture) => setSource(source, { colour }, gesture)}
      />
      <ColourField
        alpha
        label={t('sources.text.plate')}
        value={source.background}
        onEdit={(background, gesture) => setSource(source, { background }, gesture)}
      />
    </>
  );
}

function OutlineAndShadow({ source }: Props) {
  const { t } = useTranslation();
  const { outline, shadow } = source;
  return (
    <>
      <SliderField
        label={t('sources.text.outlineWidth')}
        value={outline.widthPx}
        min={0}
        max={40}
        middle={8}
        decimals={1}
        step={0.5}
        unit="px"
        initial={0}
        onEdit={(widthPx, gesture) =>
          setSource(source, { outline: { ...outline, widthPx } }, gesture)
        }
      />
      <ColourField
        alpha
        label={t('sources.text.outlineColour')}
        value={outline.colour}
        onEdit={(colour, gesture) =>
          setSource(source, { outline: { ...outline, colour } }, gesture)
        }
      />
      <div className="flex gap-2">
        {(['xPx', 'yPx', 'blurPx'] as const).map((key) => (
          <NumberField
            key={key}
            label={t(`sources.text.shadow.${key}`)}
            value={shadow[key]}
            min={key === 'blurPx' ? 0 : -100}
            max={100}
            unit="px"
            onEdit={(value, gesture) =>
              setSource(source, { shadow: { ...shadow, [key]: value } }, gesture)
            }
            className="flex-1"
          />
        ))}
      </div>
      <ColourField
        alpha
        label={t('sources.text.shadowColour')}
        value={shadow.colour}
        onEdit={(colour, gesture) => setSource(source, { shadow: { ...shadow, colour } }, gesture)}
      />
    </>
  );
}

function Layout({ source }: Props) {
  const { t } = useTranslation();
  const { scroll } = source;
  return (
    <>
      <SegmentedControl
        titled
        label={t('sources.text.align')}
        value={source.align}
        options={[
          { value: 'left', label: t('sources.text.left'), icon: <AlignLeft aria-hidden /> },
          { value: 'centre', label: t('sources.text.centre'), icon: <AlignCenter aria-hidden /> },
          { value: 'right', label: t('sources.text.right'), icon: <AlignRight aria-hidden /> },
        ]}
        onChoose={(align) => void setSource(source, { align })}
      />
      <SegmentedControl
        titled
        label={t('sources.text.verticalAlign')}
        value={source.verticalAlign}
        options={[
          { value: 'top', label: t('sources.text.top') },
          { value: 'middle', label: t('sources.text.middle') },
          { value: 'bottom', label: t('sources.text.bottom') },
        ]}
        onChoose={(verticalAlign) => void setSource(source, { verticalAlign })}
      />
      <SwitchRow
        label={t('sources.text.wrap')}
        hint={t('sources.text.wrapHint')}
        checked={source.wrap}
        onCheckedChange={(wrap) => void setSource(source, { wrap })}
      />
      {(['xPxPerSecond', 'yPxPerSecond'] as const).map((key) => (
        <SliderField
          key={key}
          label={t(`sources.text.scroll.${key}`)}
          value={scroll[key]}
          min={-2000}
          max={2000}
          step={10}
          unit="px/s"
          initial={0}
          onEdit={(value, gesture) =>
            setSource(source, { scroll: { ...scroll, [key]: value } }, gesture)
          }
        />
      ))}
    </>
  );
}

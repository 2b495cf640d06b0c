import {
  ChartNoAxesColumn,
  Heart,
  ListEnd,
  type LucideIcon,
  MessageCircleQuestion,
  Pin,
  Wind,
} from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceOf } from '../../../../../common/show/sources.ts';
import { itemsChanged } from '../../../app/edits/items.ts';
import { useStudio } from '../../../app/hooks.ts';
import { useSelectedItems } from '../../../app/selection.ts';
import { change } from '../../../app/studio.ts';
import { ColourField } from '../../../components/ColourField.tsx';
import { cx } from '../../../components/cx.ts';
import { Fold } from '../../../components/Fold.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { SliderField } from '../../../components/SliderField.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { setSource } from '../edits.ts';
import { sizeOfScene } from '../model/adding.ts';
import { type ChatPart, chatParts, chatPlace, usualChat } from '../model/chatPlaces.ts';
import { type Samples, showSamples } from './chatPreview.ts';

type Props = { source: SourceOf<'chat'> };

const themes = ['clean', 'bubble', 'neon', 'paper'] as const;
const icons: Record<ChatPart, LucideIcon> = {
  list: ListEnd,
  danmaku: Wind,
  hearts: Heart,
  pinned: Pin,
  question: MessageCircleQuestion,
  viewers: ChartNoAxesColumn,
};
/** Parts whose things last for some seconds. */
const lasting = {
  list: { min: 0, max: 120 },
  danmaku: { min: 2, max: 30 },
  hearts: { min: 1, max: 10 },
} as const;
const lasts = (part: ChatPart): part is keyof typeof lasting => part in lasting;
/** Parts in which gifts, and people, are seen. */
const withGifts: readonly ChatPart[] = ['list', 'danmaku', 'hearts'];
const withAvatars: readonly ChatPart[] = ['list', 'danmaku'];

/** What of the chat is shown and how it looks, with made-up talk to judge it by. */
export function ChatSettings({ source }: Props) {
  const { t } = useTranslation();
  const { part } = source;
  return (
    <>
      <figure className="flex flex-col gap-1">
        <SampleTalk source={source} moves className="h-44" />
        <figcaption className="text-sm text-text-2">{t('sources.chat.preview')}</figcaption>
      </figure>
      <PartChoice source={source} />
      <p className="text-sm text-text-2">{t(`sources.chat.hints.${part}`)}</p>
      <ThemeChoice source={source} />
      <SliderField
        label={t('sources.chat.fontSize')}
        value={source.fontSizePx}
        min={12}
        max={120}
        middle={36}
        unit="px"
        onEdit={(fontSizePx, gesture) => setSource(source, { fontSizePx }, gesture)}
      />
      <ColourField
        label={t('sources.chat.accent')}
        value={source.accent}
        onEdit={(accent, gesture) => setSource(source, { accent }, gesture)}
      />
      {lasts(part) ? (
        <SliderField
          label={t(`sources.chat.seconds.${part}`)}
          value={source.seconds}
          min={lasting[part].min}
          max={lasting[part].max}
          unit={t('sources.chat.secondsUnit')}
          onEdit={(next, gesture) => setSource(source, { seconds: next }, gesture)}
        />
      ) : null}
      {withGifts.includes(part) ? (
        <SwitchRow
          label={t('sources.chat.showGifts')}
          checked={source.showGifts}
          onCheckedChange={(showGifts) => void setSource(source, { showGifts })}
        />
      ) : null}
      {withAvatars.includes(part) ? (
        <SwitchRow
          label={t('sources.chat.showAvatars')}
          hint={t('sources.chat.showAvatarsHint')}
          checked={source.showAvatars}
          onCheckedChange={(showAvatars) => void setSource(source, { showAvatars })}
        />
      ) : null}
      <Fold title={t('sources.chat.size')}>
        <div className="flex gap-2">
          {(['width', 'height'] as const).map((side) => (
            <NumberField
              key={side}
              label={t(`sources.sides.${side}`)}
              value={source[side]}
              min={side === 'width' ? 64 : 32}
              max={4096}
              step={10}
              unit="px"
              onEdit={(value, gesture) => setSource(source, { [side]: value }, gesture)}
              className="flex-1"
            />
          ))}
        </div>
        <p className="text-sm text-text-2">{t('sources.chat.sizeHint')}</p>
      </Fold>
    </>
  );
}

/** Another part is wanted elsewhere, in another size: the item goes there with it. */
function usePartChoice(source: SourceOf<'chat'>) {
  const show = useStudio((studio) => studio.show);
  const items = useSelectedItems();
  return (part: ChatPart) => {
    const standing = items.filter((it) => it.source.id === source.id && !it.item.locked);
    const canvas = sizeOfScene(show, standing[0]?.scene);
    const payload = { sourceId: source.id, change: usualChat(part, canvas) };
    const moved = itemsChanged(standing, () => ({ rect: chatPlace(part, canvas), fit: 'contain' }));
    void change([{ type: 'sources/sourceChanged', payload }, ...moved]);
  };
}

function PartChoice({ source }: Props) {
  const { t } = useTranslation();
  const choose = usePartChoice(source);
  return (
    <Choices label={t('sources.chat.part')} className="grid-cols-3">
      {chatParts.map((part) => {
        const Icon = icons[part];
        return (
          <Choice
            key={part}
            name={t(`sources.chat.parts.${part}`)}
            chosen={source.part === part}
            onChoose={() => choose(part)}
          >
            <Icon className="size-4.5 text-accent" aria-hidden />
          </Choice>
        );
      })}
    </Choices>
  );
}

function ThemeChoice({ source }: Props) {
  const { t } = useTranslation();
  return (
    <Choices label={t('sources.chat.theme')} className="grid-cols-2">
      {themes.map((theme) => (
        <Choice
          key={theme}
          name={t(`sources.chat.themes.${theme}`)}
          chosen={source.theme === theme}
          onChoose={() => void setSource(source, { theme })}
        >
          <SampleTalk
            source={{ ...source, theme, part: 'list', fontSizePx: 24, showAvatars: false }}
            className="h-18"
          />
        </Choice>
      ))}
    </Choices>
  );
}

type ChoicesProps = { label: string; className: string; children: ReactNode };

function Choices({ label, className, children }: ChoicesProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-sm text-text-2">{label}</legend>
      <div className={cx('grid gap-1.5', className)}>{children}</div>
    </fieldset>
  );
}

type ChoiceProps = { name: string; chosen: boolean; onChoose: () => void; children: ReactNode };

/** A card; the chosen one is also told by its edge and to who cannot see it. */
function Choice({ name, chosen, onChoose, children }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cx(
        'flex min-w-0 flex-col items-center gap-1 rounded-md border p-1.5 text-sm transition-colors hover:bg-control',
        chosen ? 'border-accent bg-control text-text' : 'border-edge text-text-2',
      )}
    >
      {children}
      <span className="max-w-full truncate">{name}</span>
    </button>
  );
}

type SampleProps = { source: SourceOf<'chat'>; moves?: boolean; className: string };

/** Made-up talk, drawn as the programme would draw it. */
function SampleTalk({ source, moves = false, className }: SampleProps) {
  const { t, i18n } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const locale = i18n.language === 'en' ? 'en' : 'zh-CN';
  const samples = useMemo<Samples>(
    () => ({
      said: ([1, 2, 3, 4] as const).map((number) => ({
        name: t(`sources.chat.samples.names.${number}`),
        text: t(`sources.chat.samples.texts.${number}`),
      })),
      pinned: t('sources.chat.samples.pinned'),
      question: t('sources.chat.samples.question'),
    }),
    [t],
  );
  const { part, theme, width, height, fontSizePx, accent } = source;
  const { seconds, showGifts, showAvatars } = source;
  useEffect(() => {
    if (!canvas.current) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const look = { part, theme, width, height, fontSizePx, accent };
    return showSamples(
      canvas.current,
      { ...look, seconds, showGifts, showAvatars },
      locale,
      samples,
      moves && !still,
    );
  }, [
    part,
    theme,
    width,
    height,
    fontSizePx,
    accent,
    seconds,
    showGifts,
    showAvatars,
    locale,
    samples,
    moves,
  ]);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className={cx(
        'w-full rounded-sm bg-linear-160 from-[#7d97ad] via-[#a18c70] to-[#1f2a33]',
        className,
      )}
    />
  );
}

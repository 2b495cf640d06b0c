import { MousePointerClick } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../../common/result.ts';
import type { Source } from '../../../../common/show/sources.ts';
import { useStudio } from '../../app/hooks.ts';
import { type Standing, useChosenSource, useSelectedItems } from '../../app/selection.ts';
import { cx } from '../../components/cx.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { SettledText } from '../../components/SettledText.tsx';
import { renameSource } from './edits.ts';
import { kindIcons } from './kindIcons.ts';
import { CameraSettings } from './kinds/camera.tsx';
import { ChatSettings } from './kinds/chat.tsx';
import { GuestSettings } from './kinds/guest.tsx';
import { MediaSettings } from './kinds/media.tsx';
import {
  ColourSettings,
  ImageSettings,
  SceneSettings,
  TestPictureSettings,
} from './kinds/plain.tsx';
import { ScreenSettings } from './kinds/screen.tsx';
import { SlideshowSettings } from './kinds/slideshow.tsx';
import { MicrophoneSettings, ToneSettings } from './kinds/sounds.tsx';
import { TextSettings } from './kinds/text.tsx';
import { WebSettings } from './kinds/web.tsx';
import { ManyItems } from './ManyItems.tsx';
import { standInOf } from './model/standIn.ts';
import { Placement } from './Placement.tsx';

/** All that can be changed about the chosen source; what the chosen ones have in common where they are several. */
export function Properties() {
  const { t } = useTranslation();
  const items = useSelectedItems();
  const chosen = useChosenSource();
  if (items.length > 1) return <ManyItems items={items} />;
  if (!chosen) {
    return (
      <div className="flex flex-col items-center gap-2 px-8 py-12 text-center text-text-2">
        <MousePointerClick className="size-6" aria-hidden />
        <p>{t('sources.chooseOne')}</p>
      </div>
    );
  }
  const { source, standing } = chosen;
  return <OneSource key={standing?.item.id ?? source.id} source={source} standing={standing} />;
}

function OneSource({ source, standing }: { source: Source; standing?: Standing }) {
  const { t } = useTranslation();
  const problem = useStudio(({ session }) => session.sourceProblems[source.id]);
  return (
    <div className="flex flex-col gap-3.5 px-3.5 py-3">
      <Head source={source} />
      {problem ? (
        <ErrorNote
          what={t(`sources.standIn.${standInOf(source)}`)}
          error={problem.error}
          tone="warn"
        />
      ) : null}
      <section
        aria-label={t(`sources.kinds.${source.kind}`)}
        className={cx('flex flex-col gap-3', standing && 'border-line border-b pb-4')}
      >
        <KindSettings source={source} />
      </section>
      {standing ? <Placement standing={standing} /> : null}
    </div>
  );
}

function Head({ source }: { source: Source }) {
  const { t } = useTranslation();
  const sources = useStudio(({ show }) => show.sources);
  const Icon = kindIcons[source.kind];
  return (
    <div className="flex flex-col gap-2.5">
      <p className="flex items-center gap-1.5 text-sm text-text-2">
        <Icon className="size-3.5 shrink-0" aria-hidden />
        {t(`sources.kinds.${source.kind}`)}
      </p>
      <SettledText
        label={t('sources.name')}
        value={source.name}
        maxLength={200}
        faultOf={(text) => (text.trim() ? null : t('sources.nameMissing'))}
        onSettle={(text) => renameSource(source, text, sources)}
      />
    </div>
  );
}

function KindSettings({ source }: { source: Source }) {
  switch (source.kind) {
    case 'camera':
      return <CameraSettings source={source} />;
    case 'screen':
      return <ScreenSettings source={source} />;
    case 'image':
      return <ImageSettings source={source} />;
    case 'slideshow':
      return <SlideshowSettings source={source} />;
    case 'media':
      return <MediaSettings source={source} />;
    case 'text':
      return <TextSettings source={source} />;
    case 'colour':
      return <ColourSettings source={source} />;
    case 'web':
      return <WebSettings source={source} />;
    case 'scene':
      return <SceneSettings source={source} />;
    case 'chat':
      return <ChatSettings source={source} />;
    case 'guest':
      return <GuestSettings source={source} />;
    case 'testPicture':
      return <TestPictureSettings />;
    case 'microphone':
      return <MicrophoneSettings source={source} />;
    case 'tone':
      return <ToneSettings source={source} />;
    default:
      return assertNever(source);
  }
}

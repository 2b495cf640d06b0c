import { useTranslation } from 'react-i18next';
import type { Item } from '../../../../common/show/scenes.ts';
import type { Source } from '../../../../common/show/sources.ts';
import { fileName } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask, change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { DeviceChoice } from './DeviceChoice.tsx';
import { LiveText } from './LiveText.tsx';
import { Placement } from './Placement.tsx';

type Props = { source: Source; item: Item | undefined; sceneId: string };

/** All that can be changed about the chosen source. */
export function Properties({ source, item, sceneId }: Props) {
  const { t } = useTranslation();
  const problem = useStudio(({ session }) => session.sourceProblems[source.id]);
  return (
    <section
      aria-label={t('sources.properties')}
      className="mt-1 flex flex-col gap-3 border-line border-t px-3.5 py-3"
    >
      <h2 className="panel-title">{t('sources.properties')}</h2>
      {problem ? (
        <ErrorNote what={t(`sources.standIn.${source.kind}`)} error={problem.error} tone="warn" />
      ) : null}
      <Special source={source} troubled={problem !== undefined} />
      <LiveText
        label={t('sources.name')}
        value={source.name}
        maxLength={200}
        onChange={(name) => {
          if (!name.trim()) return;
          void change({ type: 'sources/sourceRenamed', payload: { sourceId: source.id, name } });
        }}
      />
      {item ? <Placement item={item} sceneId={sceneId} /> : null}
    </section>
  );
}

async function pickImage(sourceId: string): Promise<void> {
  const answer = await ask('files:pick', { purpose: 'image', multiple: false });
  const path = answer.ok ? answer.value.paths[0] : undefined;
  if (path) void change({ type: 'sources/sourceChanged', payload: { sourceId, change: { path } } });
}

function Special({ source, troubled }: { source: Source; troubled: boolean }) {
  const { t } = useTranslation();
  switch (source.kind) {
    case 'camera':
    case 'microphone':
      return <DeviceChoice source={source} explained={troubled} />;
    case 'text':
      return (
        <LiveText
          label={t('sources.titleText')}
          value={source.text}
          maxLength={500}
          rows={2}
          onChange={(text) =>
            void change(
              { type: 'sources/sourceChanged', payload: { sourceId: source.id, change: { text } } },
              { gesture: `text:${source.id}` },
            )
          }
        />
      );
    case 'image':
      return (
        <div className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate" title={source.path}>
            {source.path.startsWith('builtin:') ? t('sources.builtIn') : fileName(source.path)}
          </span>
          <Button size="sm" onClick={() => void pickImage(source.id)}>
            {t('sources.pickImage')}
          </Button>
        </div>
      );
    case 'tone':
      return <p className="text-sm text-text-2">{t('sources.tone', { hz: source.frequencyHz })}</p>;
    case 'testPicture':
      return <p className="text-sm text-text-2">{t('sources.testPicture')}</p>;
    default:
      return null;
  }
}

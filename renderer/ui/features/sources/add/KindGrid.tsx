import { useTranslation } from 'react-i18next';
import type { SourceKind } from '../../../../../common/show/sources.ts';
import { kindIcons } from '../kindIcons.ts';

/** Most wanted first. */
const kinds: readonly SourceKind[] = [
  'camera',
  'screen',
  'image',
  'slideshow',
  'media',
  'text',
  'colour',
  'web',
  'chat',
  'guest',
  'scene',
  'microphone',
  'testPicture',
  'tone',
];

/** Every kind of source, with what it is for. */
export function KindGrid({ onChoose }: { onChoose: (kind: SourceKind) => void }) {
  const { t } = useTranslation();
  return (
    <ul className="grid grid-cols-2 gap-1.5">
      {kinds.map((kind) => {
        const Icon = kindIcons[kind];
        return (
          <li key={kind}>
            <button
              type="button"
              onClick={() => onChoose(kind)}
              className="flex h-full w-full items-start gap-3 rounded-md border border-line bg-panel p-2.5 text-left transition-colors hover:border-edge hover:bg-control"
            >
              <Icon className="mt-0.5 size-4.5 shrink-0 text-accent" aria-hidden />
              <span className="min-w-0">
                <span className="block font-medium">{t(`sources.kinds.${kind}`)}</span>
                <span className="block text-sm text-text-2">{t(`sources.isFor.${kind}`)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

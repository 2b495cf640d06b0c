import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { type Cell, TITLE_PX } from './fit.ts';

type Kind = 'preview' | 'programme' | 'onAir' | 'direct';
const words = {
  preview: 'preview.previewTitle',
  programme: 'preview.programmeTitle',
  onAir: 'preview.onAirTitle',
  direct: 'preview.label',
} as const;
const looks: Record<Kind, string> = {
  preview: 'bg-preview-dim text-preview',
  programme: 'bg-air-dim text-air-text',
  onAir: 'bg-air-strong text-white',
  direct: 'bg-control text-text-2',
};

/** Which picture it is, in a word, and of which scene. */
export function PictureTitle(props: { cell: Cell; sceneId: string; kind: Kind }) {
  const { cell, sceneId, kind } = props;
  const { t } = useTranslation();
  const name = useStudio(({ show }) => show.scenes.find(({ id }) => id === sceneId)?.name ?? '');
  const { picture } = cell;
  return (
    <p
      className="absolute flex items-center gap-2 text-sm"
      style={{
        left: picture.x,
        top: picture.y - TITLE_PX,
        width: picture.width,
        height: TITLE_PX - 3,
      }}
    >
      <span className={cx('shrink-0 rounded-sm px-1.5 font-semibold', looks[kind])}>
        {t(words[kind])}
      </span>
      <span className="truncate text-text-2" title={name}>
        {name}
      </span>
    </p>
  );
}

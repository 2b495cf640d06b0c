import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { CoverPicture } from '../rooms/index.ts';

/** The picture that the room is seen by in lists. */
export function Cover() {
  const { t } = useTranslation();
  const { cover, title, category } = useStudio(({ session }) => session.roomInfo);
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm text-text-2">{t('room.cover')}</span>
      <div className="flex gap-3">
        <CoverPicture
          cover={cover}
          title={title}
          category={category}
          className="w-36 rounded-md border border-line"
        />
        <div className="flex min-w-0 flex-col items-start gap-1.5">
          <Button size="sm" onClick={() => void ask('room:pickCover')}>
            {t(cover ? 'room.coverChange' : 'room.coverPick')}
          </Button>
          {cover ? (
            <Button size="sm" look="ghost" onClick={() => void ask('room:removeCover')}>
              {t('room.coverRemove')}
            </Button>
          ) : null}
        </div>
      </div>
      <p className="text-sm text-text-2">{t('room.coverHint')}</p>
    </div>
  );
}

import { Headphones, VideoOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type CohostPerson, isOn } from '../../../../common/cohost/desk.ts';
import { useStudio } from '../../app/hooks.ts';
import { onStage } from '../../app/telemetry.ts';
import { cx } from '../../components/cx.ts';
import { Initials } from '../chat/index.ts';
import { LevelBar } from './LevelBar.tsx';

/** A guest in the green room, as they look and how loud they are now. */
export function GuestPicture({ person }: { person: CohostPerson }) {
  const { t } = useTranslation();
  const { userId, name, camera, lostAtMs } = person;
  const heard = useStudio(
    ({ session: { cohost } }) =>
      cohost.backstage.listen === userId || cohost.backstage.talk === userId,
  );
  const isOff = !isOn(camera);
  return (
    <div
      className={cx(
        'relative flex aspect-4/3 w-24 shrink-0 items-center justify-center overflow-hidden rounded-md bg-bg',
        heard && 'outline-2 outline-accent',
      )}
    >
      <Initials userId={userId} name={name} large />
      {isOff ? (
        <VideoOff
          className="absolute right-1.5 bottom-2 size-3.5 text-text-2"
          aria-label={t('guests.noPicture')}
        />
      ) : (
        <Picture userId={userId} name={name} dim={lostAtMs !== null} />
      )}
      {heard ? (
        <span className="absolute top-1 left-1 rounded-sm bg-accent p-0.5 text-bg">
          <Headphones className="size-3" aria-hidden />
        </span>
      ) : null}
      <LevelBar id={`guest:${userId}`} />
    </div>
  );
}

/** Pictures go to the screen past React. */
function Picture({ userId, name, dim }: { userId: string; name: string; dim: boolean }) {
  const { t } = useTranslation();
  const picture = useRef<HTMLImageElement>(null);
  useEffect(() => {
    let shown = '';
    const off = onStage('guestPicture', ({ id, jpeg }) => {
      if (id !== `guest:${userId}` || !picture.current) return;
      const before = shown;
      shown = URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' }));
      picture.current.src = shown;
      picture.current.hidden = false;
      // The one before may be on its way to the screen.
      if (before) setTimeout(() => URL.revokeObjectURL(before), 1_000);
    });
    return () => {
      off();
      URL.revokeObjectURL(shown);
    };
  }, [userId]);
  return (
    <img
      ref={picture}
      alt={t('guests.pictureOf', { name })}
      hidden
      draggable={false}
      className={cx('absolute inset-0 size-full bg-bg object-cover', dim && 'opacity-40')}
    />
  );
}

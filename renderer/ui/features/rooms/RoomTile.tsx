import { ExternalLink, Heart, Swords, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RoomCard } from '../../../../common/rooms/room.ts';
import { useClock } from '../../app/clock.ts';
import { formatCount, formatDuration } from '../../app/format.ts';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { pkRoomPicked } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { StatusDot } from '../../components/StatusDot.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { CoverPicture } from './CoverPicture.tsx';

/** One room that is live: its picture, who, how many watch, and what one can do with it. */
export function RoomTile({ room }: { room: RoomCard }) {
  const { t, i18n } = useTranslation();
  const own = useStudio(({ session }) => session.room?.roomId === room.roomId);
  const isLinked = useStudio(({ session }) => session.cohost.link.state === 'connected');
  const dispatch = useAppDispatch();
  const { title, owner, category, online, likes, watchUrl, openToPk, startedAtMs } = room;
  return (
    <li className="flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-panel">
      <div className="relative">
        <CoverPicture cover={room.cover} title={title} category={category} className="w-full" />
        <span className="absolute top-2 left-2 flex items-center gap-1.5 rounded-full bg-black/70 px-2 py-0.5 text-sm text-white">
          <StatusDot tone="air" />
          {own ? t('rooms.own') : t('rooms.live')}
          {startedAtMs === null ? null : <Since atMs={startedAtMs} />}
        </span>
        <span className="figures absolute bottom-2 left-2 flex items-center gap-2.5 rounded-full bg-black/70 px-2 py-0.5 text-sm text-white [&_svg]:size-3.5">
          <span className="flex items-center gap-1" title={t('chat.online')}>
            <Users aria-hidden />
            <span className="sr-only">{t('chat.online')}</span>
            {formatCount(online, i18n.language)}
          </span>
          <span className="flex items-center gap-1" title={t('chat.likes')}>
            <Heart aria-hidden />
            <span className="sr-only">{t('chat.likes')}</span>
            {formatCount(likes, i18n.language)}
          </span>
        </span>
      </div>
      <div className="flex flex-1 flex-col gap-2 p-3">
        <div className="min-w-0">
          <p className="truncate font-medium" title={title}>
            <bdi>{title}</bdi>
          </p>
          <p className="flex gap-1 text-sm text-text-2">
            <bdi className="truncate" title={owner.name}>
              {owner.name}
            </bdi>
            <span className="shrink-0">· {t(`rooms.category.${category}`)}</span>
          </p>
        </div>
        <div className="mt-auto flex flex-wrap items-center gap-1.5">
          {own || !isPage(watchUrl) ? null : (
            <Button size="sm" onClick={() => void ask('room:open', { roomId: room.roomId })}>
              <ExternalLink className="size-3.5" aria-hidden />
              {t('rooms.watch')}
            </Button>
          )}
          {watchUrl ? <CopyButton text={watchUrl} label={t('rooms.copy')} /> : null}
          {own ? null : openToPk ? (
            <Tooltip text={t(isLinked ? 'rooms.pkHint' : 'rooms.pkLater')}>
              {/* A disabled button takes no pointer, so its place has the hint. */}
              <span tabIndex={isLinked ? undefined : 0}>
                <Button
                  size="sm"
                  disabled={!isLinked}
                  onClick={() => dispatch(pkRoomPicked({ roomId: room.roomId, name: title }))}
                >
                  <Swords className="size-3.5" aria-hidden />
                  {t('rooms.pk')}
                </Button>
              </span>
            </Tooltip>
          ) : (
            <span className="text-sm text-text-2">{t('rooms.noPk')}</span>
          )}
        </div>
      </div>
    </li>
  );
}

/** A page to look at, as our servers have one for each room; other services give a stream's address. */
const isPage = (url: string): boolean => /^https?:\/\/[^/]+\/room\//.test(url);

function Since({ atMs }: { atMs: number }) {
  const text = useClock((now) => formatDuration(now - atMs));
  return <time className="figures">{text}</time>;
}

import { useTranslation } from 'react-i18next';
import type { Pk } from '../../../../common/pk/pk.ts';
import { formatCount } from '../../app/format.ts';
import { shareOf } from './pkNow.ts';

/** Told apart on the panel's ground and from each other; the order says who is who too. */
const colours = ['#ff4658', '#6c8cff', '#f5b544', '#34d399'];

/** Everybody's points, as numbers and as parts of one bar; ourselves first. */
export function ScoreBar({ pk, roomId }: { pk: Pk; roomId: string }) {
  const { t, i18n } = useTranslation();
  const own = pk.members.filter((it) => it.roomId === roomId);
  const others = pk.members.filter((it) => it.roomId !== roomId && it.answer === 'accepted');
  const members = [...own, ...others];
  return (
    <div className="flex flex-col gap-1.5">
      <div aria-hidden className="flex h-3 overflow-hidden rounded-full bg-control">
        {members.map((member, at) => (
          <div
            key={member.roomId}
            className="h-full min-w-1 transition-[flex-grow]"
            style={{ flexGrow: shareOf(member, members), background: colours[at % colours.length] }}
          />
        ))}
      </div>
      <ul aria-label={t('pk.score')} className="flex flex-col gap-0.5">
        {members.map((member, at) => (
          <li key={member.roomId} className="flex items-center gap-2">
            <span
              aria-hidden
              className="size-2 shrink-0 rounded-full"
              style={{ background: colours[at % colours.length] }}
            />
            <bdi className="min-w-0 flex-1 truncate" title={member.name}>
              {member.roomId === roomId ? t('pk.me') : member.name}
            </bdi>
            {member.out || member.lostAtMs !== null ? (
              <span className="text-sm text-warn">
                {member.out ? t(`pk.outs.${member.out}`) : t('pk.lost')}
              </span>
            ) : member.rematch && pk.phase === 'settling' ? (
              <span className="text-sm text-preview">{t('pk.wantsRematch')}</span>
            ) : null}
            <span className="figures font-semibold">
              {formatCount(member.points, i18n.language)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import type { CohostPerson } from '../../../../common/cohost/desk.ts';
import { useClock } from '../../app/clock.ts';
import { useStudio } from '../../app/hooks.ts';
import { Button } from '../../components/Button.tsx';
import { Listen, Talk } from './Backstage.tsx';
import { GuestMenu } from './GuestMenu.tsx';
import { GuestPicture } from './GuestPicture.tsx';
import { host } from './host.ts';
import { Name } from './Name.tsx';
import { QualitySign } from './QualitySign.tsx';

/** Somebody who is not on air: a raised hand, an invitation, or the green room. */
export function WaitingRow({ person }: { person: CohostPerson }) {
  const { t } = useTranslation();
  const { userId, ticket, name, stage } = person;
  const spokenTo = useStudio(({ session }) => session.cohost.backstage.talk === userId);
  const isIn = stage === 'green' || stage === 'joining';
  return (
    <li className="flex flex-col gap-1.5 rounded-lg border border-line bg-raised p-2">
      {isIn ? (
        <div className="flex items-start gap-2">
          <GuestPicture person={person} />
          <div className="min-w-0 flex-1">
            <bdi className="line-clamp-2 font-medium [overflow-wrap:anywhere]" title={name}>
              {name}
            </bdi>
            <p className="text-sm text-text-2">
              <Note person={person} />
            </p>
          </div>
          <div className="flex items-center gap-1">
            {stage === 'green' ? <QualitySign person={person} /> : null}
            <GuestMenu person={person} />
          </div>
        </div>
      ) : (
        <div className="flex items-center gap-1">
          <Name person={person} note={<Note person={person} />} />
          <GuestMenu person={person} />
        </div>
      )}
      <div className="flex flex-wrap gap-1.5">
        {stage === 'asking' ? (
          <>
            <Button
              size="sm"
              look="primary"
              aria-label={t('guests.acceptFor', { name })}
              onClick={() => host({ do: 'accept', userId, ticket, toAir: false })}
            >
              {t('guests.accept')}
            </Button>
            <Button
              size="sm"
              aria-label={t('guests.acceptToAirFor', { name })}
              onClick={() => host({ do: 'accept', userId, ticket, toAir: true })}
            >
              {t('guests.acceptToAir')}
            </Button>
            <Button
              size="sm"
              look="ghost"
              aria-label={t('guests.declineFor', { name })}
              onClick={() => host({ do: 'decline', userId, ticket })}
            >
              {t('guests.decline')}
            </Button>
          </>
        ) : stage === 'invited' ? (
          <Button size="sm" look="ghost" onClick={() => host({ do: 'uninvite', userId })}>
            {t('guests.uninvite')}
          </Button>
        ) : (
          <>
            <Button
              size="sm"
              look="primary"
              disabled={stage === 'joining' && person.toAir}
              aria-label={t('guests.toAirFor', { name })}
              onClick={() => host({ do: 'air', userId, seat: null })}
            >
              {t(stage === 'joining' && person.toAir ? 'guests.toAirSoon' : 'guests.toAir')}
            </Button>
            {stage === 'green' ? (
              <>
                <Listen userId={userId} name={name} />
                <Talk userId={userId} name={name} />
              </>
            ) : null}
          </>
        )}
      </div>
      {spokenTo ? (
        <p role="status" className="text-sm text-warn">
          {t('guests.talking')}
        </p>
      ) : null}
    </li>
  );
}

/** Where somebody is on the way, and what is left of the time for it. */
function Note({ person: { stage, endsAtMs, lostAtMs, way } }: { person: CohostPerson }) {
  const { t } = useTranslation();
  const offsetMs = useStudio(({ session }) => session.cohost.clockOffsetMs ?? 0);
  const left = useClock((now) =>
    endsAtMs === null ? -1 : Math.max(0, Math.ceil((endsAtMs - now - offsetMs) / 1000)),
  );
  if (lostAtMs !== null) return t('guests.lost');
  const text = stage === 'green' ? t(`guests.ways.${way}`) : t(`guests.stages.${stage}`);
  return (
    <>
      {text}
      {left < 0 ? null : <span className="figures"> · {t('guests.left', { seconds: left })}</span>}
    </>
  );
}

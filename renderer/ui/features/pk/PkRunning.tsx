import { Check, Clock, LogOut, Pause } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { membersIn, type Pk } from '../../../../common/pk/pk.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { minutes, outcomeOf, say, useSecondsLeft } from './pkNow.ts';
import { Readiness } from './Readiness.tsx';
import { ResultSign } from './ResultSign.tsx';
import { ScoreBar } from './ScoreBar.tsx';

/** A PK under way: its phase, its clock, the score, and what the anchor can do now. */
export function PkRunning({ pk, roomId }: { pk: Pk; roomId: string }) {
  const { t } = useTranslation();
  const left = useSecondsLeft(pk);
  const outcome = outcomeOf(pk, roomId);
  const { phase, blindAtMs, pausedMs } = pk;
  const isPaused = pausedMs !== null || blindAtMs !== null;
  return (
    <section aria-label={t('pk.title')} className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 font-medium" aria-live="polite">
          {t(`pk.phases.${phase}`)}
        </p>
        {left < 0 ? null : (
          <p className="figures flex items-center gap-1 font-semibold text-lg" role="timer">
            {isPaused ? (
              <Pause className="size-4 text-warn" aria-hidden />
            ) : (
              <Clock className="size-4 text-text-2" aria-hidden />
            )}
            {minutes(left)}
          </p>
        )}
      </div>
      {isPaused && phase !== 'connecting' ? (
        <p role="status" className="rounded-md border border-warn/40 bg-warn-dim p-2 text-sm">
          {t('pk.paused')}
        </p>
      ) : null}
      {outcome ? <ResultSign outcome={outcome} /> : null}
      {phase === 'running' || phase === 'settling' ? (
        <ScoreBar pk={pk} roomId={roomId} />
      ) : (
        <Members pk={pk} roomId={roomId} />
      )}
      {phase === 'running' || phase === 'settling' ? null : <Readiness pk={pk} roomId={roomId} />}
      <Acts pk={pk} roomId={roomId} />
    </section>
  );
}

/** Who has answered, and who sees whom. */
function Members({ pk, roomId }: { pk: Pk; roomId: string }) {
  const { t } = useTranslation();
  const stateOf = ({ answer, out, sees, lostAtMs }: Pk['members'][number]) => {
    if (out) return t(`pk.outs.${out}`);
    if (lostAtMs !== null) return t('pk.lost');
    if (answer === 'waiting') return t('pk.waiting');
    return t(sees ? 'pk.sees' : 'pk.accepted');
  };
  return (
    <ul className="flex flex-col gap-1">
      {pk.members.map((member) => (
        <li
          key={member.roomId}
          className="flex items-center gap-2 rounded-md bg-raised px-2 py-1.5"
        >
          <bdi className="min-w-0 flex-1 truncate" title={member.name}>
            {member.roomId === roomId ? t('pk.me') : member.name}
          </bdi>
          {member.answer === 'accepted' && member.sees ? (
            <Check className="size-3.5 text-preview" aria-hidden />
          ) : null}
          <span className="text-sm text-text-2">{stateOf(member)}</span>
        </li>
      ))}
    </ul>
  );
}

function Acts({ pk, roomId }: { pk: Pk; roomId: string }) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const { id: pkId, phase, round } = pk;
  const own = pk.members.find((it) => it.roomId === roomId);
  const isFirst = membersIn(pk)[0]?.roomId === roomId;
  return (
    <div className="flex flex-wrap gap-1.5">
      {phase === 'inviting' && pk.inviter === roomId ? (
        <Button size="sm" onClick={() => say({ do: 'cancel', pkId })}>
          {t('pk.cancel')}
        </Button>
      ) : null}
      {phase === 'ready' && isFirst ? (
        <Button look="primary" onClick={() => say({ do: 'start', pkId })}>
          {t('pk.begin')}
        </Button>
      ) : null}
      {phase === 'ready' && !isFirst ? (
        <p className="self-center text-sm text-text-2">{t('pk.beginByOther')}</p>
      ) : null}
      {phase === 'settling' ? (
        <Button
          look="primary"
          disabled={own?.rematch === true}
          onClick={() => say({ do: 'rematch', pkId, round })}
        >
          {t(own?.rematch ? 'pk.rematchAsked' : 'pk.rematch')}
        </Button>
      ) : null}
      {phase === 'inviting' ? null : (
        <Button look="ghost" onClick={() => setAsks(true)}>
          <LogOut className="size-3.5" aria-hidden />
          {t('pk.leave')}
        </Button>
      )}
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t('pk.leaveAsk')}
        description={t(phase === 'running' ? 'pk.leaveMeaningRunning' : 'pk.leaveMeaning')}
        confirmLabel={t('pk.leave')}
        onConfirm={() => say({ do: 'leave', pkId })}
      />
    </div>
  );
}

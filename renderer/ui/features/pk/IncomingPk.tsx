import { Swords } from 'lucide-react';
import { AlertDialog as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { Pk } from '../../../../common/pk/pk.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import { sideTabChosen } from '../../app/state/view.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { overlayLook, sheetLook } from '../../components/sheet.ts';
import { isAsked, minutes, say, usePk, useRoomId, useSecondsLeft } from './pkNow.ts';
import { Readiness } from './Readiness.tsx';

/** Somebody asks for a PK: over everything, for the ten seconds that there are to answer. */
export function IncomingPk() {
  const pk = usePk();
  const roomId = useRoomId();
  return pk && isAsked(pk, roomId) ? <Invitation pk={pk} roomId={roomId} /> : null;
}

function Invitation({ pk, roomId }: { pk: Pk; roomId: string }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const left = Math.max(0, useSecondsLeft(pk));
  const { id: pkId, rules } = pk;
  const inviter = pk.members.find((it) => it.roomId === pk.inviter);
  const accept = () => {
    say({ do: 'accept', pkId });
    dispatch(sideTabChosen('pk'));
  };
  return (
    <Radix.Root open>
      <Radix.Portal>
        <Radix.Overlay className={overlayLook} />
        <Radix.Content
          className={cx(sheetLook, 'w-[30rem] border-2 border-warn')}
          // It goes with an answer or with its time, not by chance.
          onEscapeKeyDown={(event) => event.preventDefault()}
        >
          <div className="flex items-center gap-3">
            <Swords className="size-7 shrink-0 text-warn" aria-hidden />
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-lg">
                {t('pk.incoming', { name: inviter?.name ?? '' })}
              </Radix.Title>
              <Radix.Description className="text-text-2">
                {t('pk.incomingRules', {
                  round: minutes(rules.roundSeconds),
                  penalty: minutes(rules.penaltySeconds),
                  points: rules.likePoints,
                })}
              </Radix.Description>
            </div>
            <span className="figures font-semibold text-xl text-warn" role="timer">
              {t('pk.secondsLeft', { seconds: left })}
            </span>
          </div>
          <Readiness pk={pk} roomId={roomId} />
          <div className="flex justify-end gap-2">
            <Button look="ghost" onClick={() => say({ do: 'decline', pkId, busy: true })}>
              {t('pk.busy')}
            </Button>
            <Radix.Cancel asChild>
              <Button onClick={() => say({ do: 'decline', pkId, busy: false })}>
                {t('pk.decline')}
              </Button>
            </Radix.Cancel>
            <Button look="primary" onClick={accept}>
              {t('pk.accept')}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

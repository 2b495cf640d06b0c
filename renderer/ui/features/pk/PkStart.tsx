import { Plus, Rows3, Swords, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pkLimits } from '../../../../common/pk/pk.ts';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { dialogOpened, pkRoomDropped, pkRoomPicked, pkRoomsCleared } from '../../app/state/view.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { LabelledSelect } from '../../components/LabelledSelect.tsx';
import { useRoomId } from './pkNow.ts';
import { roomIdIn } from './roomIdIn.ts';

const roundMinutes = ['1', '3', '5', '10', '15', '30'] as const;
const penaltySeconds = ['0', '30', '60', '120', '180'] as const;
const likePoints = ['0', '1', '2', '5', '10'] as const;

/** Whom to challenge, and by which rules. */
export function PkStart() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const rooms = useView((view) => view.pkRooms);
  const ownRoomId = useRoomId();
  const isEmbedded = useStudio(
    ({ session }) => session.ownServer === null && session.server.state === 'running',
  );
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [minutes, setMinutes] = useState<string>('5');
  const [penalty, setPenalty] = useState<string>('60');
  const [like, setLike] = useState<string>('1');
  const [busy, setBusy] = useState(false);
  const isFull = rooms.length >= pkLimits.members - 1;
  const add = () => {
    const roomId = roomIdIn(typed);
    if (roomId === null) return setFault(t('pk.roomFault'));
    if (roomId === ownRoomId) return setFault(t('pk.roomOwn'));
    dispatch(pkRoomPicked({ roomId, name: roomId }));
    setTyped('');
    setFault(null);
  };
  const invite = async () => {
    setBusy(true);
    const rules = {
      roundSeconds: Number(minutes) * 60,
      penaltySeconds: Number(penalty),
      likePoints: Number(like),
    };
    const invited = await ask('cohost:pk', {
      do: 'invite',
      rooms: rooms.map(({ roomId }) => roomId),
      rules,
    });
    setBusy(false);
    if (invited.ok) dispatch(pkRoomsCleared());
  };
  return (
    <section aria-label={t('pk.start')} className="flex flex-col gap-3">
      <div>
        <h3 className="font-medium">{t('pk.start')}</h3>
        <p className="text-sm text-text-2">{t('pk.startHint')}</p>
      </div>
      {rooms.length > 0 ? (
        <ul aria-label={t('pk.chosen')} className="flex flex-col gap-1">
          {rooms.map(({ roomId, name }) => (
            <li
              key={roomId}
              className="flex h-8 items-center gap-2 rounded-md border border-line bg-raised pr-1 pl-2"
            >
              <bdi className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </bdi>
              <IconButton
                label={t('pk.drop', { name })}
                onClick={() => dispatch(pkRoomDropped(roomId))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      <Button size="sm" className="self-start" onClick={() => dispatch(dialogOpened('rooms'))}>
        <Rows3 className="size-3.5" aria-hidden />
        {t('pk.fromList')}
      </Button>
      {isEmbedded ? <p className="text-sm text-text-2">{t('pk.sameServer')}</p> : null}
      <form
        className="flex items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          className="flex-1"
          label={t('pk.roomNumber')}
          value={typed}
          maxLength={500}
          error={fault}
          disabled={isFull}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button type="submit" className="mt-[1.375rem]" disabled={isFull || typed.trim() === ''}>
          <Plus className="size-3.5" aria-hidden />
          {t('pk.add')}
        </Button>
      </form>
      {isFull ? <p className="text-sm text-text-2">{t('pk.full')}</p> : null}
      <div className="grid grid-cols-3 gap-2">
        <LabelledSelect
          label={t('pk.round')}
          value={minutes}
          options={roundMinutes.map((value) => ({
            value,
            label: t('pk.minutes', { count: Number(value) }),
          }))}
          onChoose={setMinutes}
        />
        <LabelledSelect
          label={t('pk.penalty')}
          value={penalty}
          options={penaltySeconds.map((value) => ({
            value,
            label: value === '0' ? t('pk.none') : t('pk.seconds', { count: Number(value) }),
          }))}
          onChoose={setPenalty}
        />
        <LabelledSelect
          label={t('pk.like')}
          value={like}
          options={likePoints.map((value) => ({
            value,
            label: t('pk.points', { count: Number(value) }),
          }))}
          onChoose={setLike}
        />
      </div>
      <Button look="primary" disabled={rooms.length === 0 || busy} onClick={() => void invite()}>
        <Swords className="size-4" aria-hidden />
        {t('pk.invite')}
      </Button>
      {rooms.length === 0 ? <p className="text-sm text-text-2">{t('pk.chooseFirst')}</p> : null}
    </section>
  );
}

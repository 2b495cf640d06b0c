import { UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { LAST_SEAT } from '../../../../../common/show/seats.ts';
import { useStudio } from '../../../app/hooks.ts';
import { seatName, seatsTaken } from '../model/seats.ts';
import { Choice, ChoiceList } from './Choice.tsx';

/** Which seat; those that no source shows yet come first. */
export function GuestStep({ onChoose }: { onChoose: (seat: number) => void }) {
  const { t } = useTranslation();
  const sources = useStudio(({ show }) => show.sources);
  const taken = seatsTaken(sources);
  const seats = Array.from({ length: LAST_SEAT }, (_, index) => index + 1);
  const order = [...seats.filter((it) => !taken.has(it)), ...seats.filter((it) => taken.has(it))];
  return (
    <ChoiceList>
      {order.map((seat) => (
        <Choice
          key={seat}
          icon={<UserRound aria-hidden />}
          name={seatName(seat, t)}
          note={t(taken.has(seat) ? 'sources.guest.shown' : 'sources.guest.free')}
          onChoose={() => onChoose(seat)}
        />
      ))}
    </ChoiceList>
  );
}

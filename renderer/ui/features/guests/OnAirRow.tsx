import { ArrowDownToLine, Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type CohostPerson, isOn } from '../../../../common/cohost/desk.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { GuestMenu } from './GuestMenu.tsx';
import { host } from './host.ts';
import { Name } from './Name.tsx';
import { QualitySign } from './QualitySign.tsx';
import { StatsLine } from './StatsLine.tsx';

/** A guest on air: the seat, whether they speak, how well they come through, and what the host can do. */
export function OnAirRow({ person }: { person: CohostPerson }) {
  const { t } = useTranslation();
  const { userId, name, seat, mic, camera, lostAtMs } = person;
  const speaking = useStudio(
    ({ session }) => session.cohost.stats[`guest:${userId}`]?.speaking ?? false,
  );
  const note = lostAtMs !== null ? t('guests.lost') : t('guests.seat', { seat: seat ?? 0 });
  const offBy = (track: 'mic' | 'camera') => {
    const { guest } = person[track];
    return guest ? t(`guests.offByGuest.${track}`) : '';
  };
  const offs = [offBy('mic'), offBy('camera')].filter(Boolean).join(' · ');
  return (
    <li
      className={cx(
        'flex flex-col gap-1 rounded-lg border bg-raised p-2',
        speaking ? 'border-preview' : 'border-line',
      )}
    >
      <div className="flex items-center gap-0.5">
        <Name
          person={person}
          note={
            <>
              {note}
              {speaking ? <span className="text-preview"> · {t('guests.speaking')}</span> : null}
              {offs ? ` · ${offs}` : null}
            </>
          }
        />
        <QualitySign person={person} />
        <GuestMenu person={person} />
      </div>
      <div className="flex items-start gap-2">
        <div className="flex shrink-0">
          <IconButton
            label={t(mic.host ? 'guests.micOn' : 'guests.micOff', { name })}
            aria-pressed={mic.host}
            onClick={() => host({ do: 'turn', userId, track: 'mic', off: !mic.host })}
            className={isOn(mic) ? '' : 'text-air-text!'}
          >
            {isOn(mic) ? <Mic aria-hidden /> : <MicOff aria-hidden />}
          </IconButton>
          <IconButton
            label={t(camera.host ? 'guests.cameraOn' : 'guests.cameraOff', { name })}
            aria-pressed={camera.host}
            onClick={() => host({ do: 'turn', userId, track: 'camera', off: !camera.host })}
            className={isOn(camera) ? '' : 'text-air-text!'}
          >
            {isOn(camera) ? <Video aria-hidden /> : <VideoOff aria-hidden />}
          </IconButton>
          <IconButton
            label={t('guests.toGreenFor', { name })}
            onClick={() => host({ do: 'green', userId })}
          >
            <ArrowDownToLine aria-hidden />
          </IconButton>
        </div>
        <StatsLine userId={userId} />
      </div>
    </li>
  );
}

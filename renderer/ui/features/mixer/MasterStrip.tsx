import { useTranslation } from 'react-i18next';
import { MASTER } from '../../../../common/show/mixer.ts';
import { formatDb } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { cx } from '../../components/cx.ts';
import { StripWarning } from '../warnings/index.ts';
import { Fader } from './Fader.tsx';
import { Loudness } from './Loudness.tsx';
import { Meter } from './Meter.tsx';
import { Scale } from './Scale.tsx';
import { Toggle } from './Strip.tsx';
import { StripFrame } from './StripFrame.tsx';

/** Ceiling of the limiter where it is switched on, dBFS. */
const CEILING_DB = -1;

/** The programme: what viewers hear. */
export function MasterStrip() {
  const { t } = useTranslation();
  const strip = useStudio(({ show }) => show.mixer.strips[MASTER]);
  const limiterDb = useStudio(({ show }) => show.mixer.limiterDb);
  const name = t('mixer.master');
  if (!strip) return null;
  const limited = limiterDb !== null;
  return (
    <StripFrame
      label={name}
      note={limited ? t('mixer.limited', { db: formatDb(limiterDb) }) : t('mixer.notLimited')}
      tone="master"
      warning={<StripWarning id={MASTER} />}
    >
      <div className="flex min-h-0 flex-1 justify-center gap-1.5 py-1">
        <Scale />
        <div className={cx('h-full transition-opacity', strip.muted && 'opacity-30')}>
          <Meter stripId={MASTER} />
        </div>
        <Fader
          label={t('mixer.gain', { name })}
          gainDb={strip.gainDb}
          onGain={(gainDb, gesture) =>
            change(
              { type: 'mixer/stripChanged', payload: { stripId: MASTER, change: { gainDb } } },
              { gesture },
            )
          }
        />
        <div className="flex w-11 flex-col justify-end gap-0.5">
          <span className="figures text-xs text-text-2">{formatDb(strip.gainDb)}</span>
          <Toggle
            label={t(strip.muted ? 'mixer.unmute' : 'mixer.mute', { name })}
            on={strip.muted}
            tone="air"
            onClick={() =>
              void change({
                type: 'mixer/stripChanged',
                payload: { stripId: MASTER, change: { muted: !strip.muted } },
              })
            }
          >
            M
          </Toggle>
          <Toggle
            label={t('mixer.limiter')}
            on={limited}
            tone="accent"
            onClick={() =>
              void change({
                type: 'mixer/limiterSet',
                payload: { limiterDb: limited ? null : CEILING_DB },
              })
            }
          >
            LIM
          </Toggle>
        </div>
      </div>
      <Loudness />
    </StripFrame>
  );
}

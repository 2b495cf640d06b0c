import { Volume2, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDb } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { cx } from '../../components/cx.ts';
import { Fader } from './Fader.tsx';
import { Meter } from './Meter.tsx';
import { positionOfDb, scaleMarksDb } from './scale.ts';

/** One channel of the mixer: name, meter, fader, gain, mute. */
export function Strip({ id, name, master }: { id: string; name: string; master?: boolean }) {
  const { t } = useTranslation();
  const strip = useStudio(({ show }) => show.mixer.strips[id]);
  const gainDb = strip?.gainDb ?? 0;
  const muted = strip?.muted ?? false;
  const Icon = muted ? VolumeX : Volume2;
  return (
    <section
      aria-label={name}
      className={cx(
        'flex h-full w-30 shrink-0 flex-col gap-2 border-line px-3 pt-2.5 pb-2',
        master ? 'border-l bg-raised' : 'border-r',
      )}
    >
      <h3 className="truncate text-sm font-medium" title={name}>
        {name}
      </h3>
      <div className="flex min-h-0 flex-1 justify-center gap-1.5 py-1">
        <Scale />
        <div className={cx('h-full transition-opacity', muted && 'opacity-30')}>
          <Meter stripId={id} />
        </div>
        <Fader
          label={t('mixer.gain', { name })}
          gainDb={gainDb}
          onGain={(gain) =>
            void change(
              { type: 'mixer/stripChanged', payload: { stripId: id, change: { gainDb: gain } } },
              { gesture: `gain:${id}` },
            )
          }
        />
      </div>
      <div className="flex items-center justify-between">
        <span className="figures text-sm text-text-2">{formatDb(gainDb)}</span>
        <button
          type="button"
          aria-pressed={muted}
          aria-label={t(muted ? 'mixer.unmute' : 'mixer.mute', { name })}
          title={t(muted ? 'mixer.unmute' : 'mixer.mute', { name })}
          onClick={() =>
            void change({
              type: 'mixer/stripChanged',
              payload: { stripId: id, change: { muted: !muted } },
            })
          }
          className={cx(
            'inline-flex size-6 items-center justify-center rounded-md transition-colors',
            muted ? 'bg-air-strong text-white' : 'bg-control text-text-2 hover:text-text',
          )}
        >
          <Icon className="size-3.5" aria-hidden />
        </button>
      </div>
    </section>
  );
}

/** The marks that meter and fader share. */
function Scale() {
  return (
    <div aria-hidden className="figures relative w-5 text-right text-[0.625rem] text-text-3">
      {scaleMarksDb.map((db) => (
        <span
          key={db}
          className="absolute right-0 translate-y-1/2 leading-none"
          style={{ bottom: `${positionOfDb(db) * 100}%` }}
        >
          {db > 0 ? `+${db}` : db === 0 ? '0' : `−${-db}`}
        </span>
      ))}
    </div>
  );
}

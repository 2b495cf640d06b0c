import { Headphones, Mic } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { hearsItself, voicesOf } from '../../../../common/cohost/greenRoom.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Tooltip } from '../../components/Tooltip.tsx';

type Props = { userId: string; name: string };

/** Hears somebody who waits, in the monitor alone. */
export function Listen({ userId, name }: Props) {
  const { t } = useTranslation();
  const on = useStudio(({ session }) => session.cohost.backstage.listen === userId);
  const leaks = useStudio(({ show }) => hearsItself(show.sources));
  return (
    <Tooltip text={t('guests.listenHint')}>
      <Button
        size="sm"
        aria-pressed={on}
        aria-label={t('guests.listenFor', { name })}
        disabled={leaks}
        onClick={() => void ask('cohost:listen', { userId: on ? null : userId })}
        className={cx(on && 'bg-accent/25! outline outline-accent')}
      >
        <Headphones className="size-3.5" aria-hidden />
        {t('guests.listen')}
      </Button>
    </Tooltip>
  );
}

/** Speaks to somebody who waits, for as long as it is held: viewers do not hear the host meanwhile. */
export function Talk({ userId, name }: Props) {
  const { t } = useTranslation();
  const held = useRef(false);
  const on = useStudio(({ session }) => session.cohost.backstage.talk === userId);
  const may = useStudio(
    ({ show }) => voicesOf(show.sources).length > 0 && !hearsItself(show.sources),
  );
  if (!may) return null;
  const hold = (now: boolean) => {
    if (now === held.current) return;
    held.current = now;
    void ask('cohost:talk', { userId: now ? userId : null });
  };
  const isKey = (key: string) => key === ' ' || key === 'Enter';
  return (
    <Tooltip text={t('guests.talkHint')}>
      <Button
        size="sm"
        aria-pressed={on}
        aria-label={t('guests.talkFor', { name })}
        onPointerDown={({ button, currentTarget, pointerId }) => {
          if (button !== 0) return;
          currentTarget.setPointerCapture(pointerId);
          hold(true);
        }}
        onLostPointerCapture={() => hold(false)}
        onKeyDown={(event) => {
          if (!isKey(event.key)) return;
          event.preventDefault();
          hold(true);
        }}
        onKeyUp={({ key }) => isKey(key) && hold(false)}
        onBlur={() => hold(false)}
        className={cx('touch-none', on && 'bg-warn! text-bg!')}
      >
        <Mic className="size-3.5" aria-hidden />
        {t('guests.talk')}
      </Button>
    </Tooltip>
  );
}

import { Bell, BellOff } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { MASTER } from '../../../../common/show/mixer.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { PopoverBox } from '../../components/PopoverBox.tsx';
import { readKey } from './active.ts';

/** A button of the footer, there while some warnings are silenced: the list of them, to hear them again. */
export function SilencedWarnings() {
  const { t } = useTranslation();
  const silenced = useStudio(({ show }) => show.silencedWarnings);
  const sources = useStudio(({ show }) => show.sources);
  const listed = silenced
    .map((key) => ({ key, ...readKey(key) }))
    .filter(({ id }) => id === MASTER || sources[id]);
  if (listed.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger
        className="flex h-6 items-center gap-1 rounded-md px-1.5 text-text-2 hover:bg-control hover:text-text"
        title={t('warnings.silencedHint')}
      >
        <BellOff className="size-3.5" aria-hidden />
        {t('warnings.silenced', { count: listed.length })}
      </Popover.Trigger>
      <PopoverBox
        title={t('warnings.silencedTitle')}
        className="flex max-h-96 w-80 flex-col gap-1 overflow-y-auto p-2"
      >
        <h2 className="panel-title px-1.5 py-1">{t('warnings.silencedTitle')}</h2>
        <ul className="flex flex-col gap-1">
          {listed.map(({ key, kind, id }) => (
            <li key={key} className="flex items-center gap-2 px-1.5">
              <span className="min-w-0 flex-1 truncate">
                {id === MASTER ? t('mixer.master') : sources[id]?.name}:{' '}
                {t(`warnings.short.${kind}`)}
              </span>
              <Button
                size="sm"
                onClick={() =>
                  void change({
                    type: 'silencedWarnings/warningSilenced',
                    payload: { key, silenced: false },
                  })
                }
              >
                <Bell className="size-3.5" aria-hidden />
                {t('warnings.again')}
              </Button>
            </li>
          ))}
        </ul>
      </PopoverBox>
    </Popover.Root>
  );
}

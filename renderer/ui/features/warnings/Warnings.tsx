import { BellOff, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { MASTER } from '../../../../common/show/mixer.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import type { ActiveWarning } from './active.ts';
import { useActiveWarnings } from './useActiveWarnings.ts';

/** Most warnings shown at once; the strips and the list show the others. */
const MOST = 3;

/** What is wrong right now, over the lower edge of the picture, with the cure at hand. */
export function Warnings() {
  const { t } = useTranslation();
  const warnings = useActiveWarnings();
  return (
    <ul
      aria-label={t('warnings.title')}
      aria-live="polite"
      className="pointer-events-none absolute inset-x-3 bottom-11 z-10 flex flex-col items-center gap-1.5"
    >
      {warnings.slice(0, MOST).map((warning) => (
        <Warning key={warning.key} warning={warning} />
      ))}
    </ul>
  );
}

function Warning({ warning }: { warning: ActiveWarning }) {
  const { t } = useTranslation();
  const { key, kind, id } = warning;
  const name = useStudio(({ show }) => show.sources[id]?.name);
  const subject = id === MASTER ? t('mixer.master') : (name ?? '');
  return (
    <li className="pointer-events-auto flex max-w-full items-center gap-2 rounded-md border border-warn/50 bg-warn-dim py-1 pr-1 pl-2.5 shadow-lg shadow-black/50">
      <TriangleAlert className="size-4 shrink-0 text-warn" aria-hidden />
      <span className="min-w-0">
        {t(`warnings.${id === MASTER ? 'master' : 'source'}.${kind}`, { name: subject })}
      </span>
      {kind === 'mutedWhileSpeaking' ? (
        <Button
          size="sm"
          onClick={() =>
            void change({
              type: 'mixer/stripChanged',
              payload: { stripId: id, change: { muted: false } },
            })
          }
        >
          {t('warnings.unmute')}
        </Button>
      ) : null}
      <IconButton
        label={t('warnings.silence', { name: subject })}
        onClick={() =>
          void change({
            type: 'silencedWarnings/warningSilenced',
            payload: { key, silenced: true },
          })
        }
      >
        <BellOff aria-hidden />
      </IconButton>
    </li>
  );
}

import { Check, MonitorUp, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../../../../common/rooms/room.ts';
import { formatTimeOfDay } from '../../../app/format.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { StatusDot } from '../../../components/StatusDot.tsx';

/** One question, and where it goes next. On air it stands in the chat that is in the scene. */
export function QuestionCard({ question }: { question: Question }) {
  const { t } = useTranslation();
  const { id, name, text, atMs, state } = question;
  const set = (next: Question['state']) => void ask('chat:question', { id, state: next });
  return (
    <li
      className={cx(
        'flex flex-col gap-1.5 rounded-lg border p-2.5',
        state === 'onAir' ? 'border-air/60 bg-air-dim' : 'border-line bg-raised',
      )}
    >
      <p className="flex items-center gap-1.5 text-sm text-text-2">
        {state === 'onAir' ? <StatusDot tone="air" /> : null}
        <bdi className="min-w-0 flex-1 truncate text-accent" title={name}>
          {name}
        </bdi>
        <time className="figures">{formatTimeOfDay(atMs).slice(0, 5)}</time>
      </p>
      <p
        className={cx(
          'selectable line-clamp-5 [overflow-wrap:anywhere]',
          state === 'done' && 'text-text-2',
        )}
      >
        <bdi>{text}</bdi>
      </p>
      <div className="flex flex-wrap gap-1.5">
        {state === 'onAir' ? (
          <>
            <Button size="sm" onClick={() => set('done')}>
              <Check className="size-3.5" aria-hidden />
              {t('chat.questions.finish')}
            </Button>
            <Button size="sm" look="ghost" onClick={() => set('waiting')}>
              <Undo2 className="size-3.5" aria-hidden />
              {t('chat.questions.back')}
            </Button>
          </>
        ) : (
          <>
            <Button size="sm" onClick={() => set('onAir')}>
              <MonitorUp className="size-3.5" aria-hidden />
              {t(state === 'done' ? 'chat.questions.airAgain' : 'chat.questions.air')}
            </Button>
            {state === 'waiting' ? (
              <Button size="sm" look="ghost" onClick={() => set('done')}>
                {t('chat.questions.skip')}
              </Button>
            ) : null}
          </>
        )}
      </div>
    </li>
  );
}

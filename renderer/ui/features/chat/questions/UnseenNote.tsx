import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../../app/hooks.ts';
import { change } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { questionPlace } from '../../sources/index.ts';

/** Says that a question which is on air stands nowhere in the scene on air, and puts it there. */
export function UnseenNote() {
  const { t } = useTranslation();
  const show = useStudio((studio) => studio.show);
  const place = questionPlace(show, t('sources.chat.parts.question'), () => crypto.randomUUID());
  if (place.state === 'seen') return null;
  const { state, commands } = place;
  return (
    <div
      role="status"
      className="flex flex-col items-start gap-2 rounded-lg border border-warn/40 bg-warn-dim p-2.5 text-sm"
    >
      <p className="flex gap-1.5">
        <EyeOff className="mt-0.5 size-3.5 shrink-0 text-warn" aria-hidden />
        {t(state === 'hidden' ? 'chat.questions.unseenHidden' : 'chat.questions.unseen')}
      </p>
      <Button
        size="sm"
        onClick={() =>
          void change(commands, state === 'missing' ? { label: 'sourcesSourceAdded' } : {})
        }
      >
        {t(state === 'hidden' ? 'chat.questions.show' : 'chat.questions.place')}
      </Button>
    </div>
  );
}

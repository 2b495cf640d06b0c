import { Gauge, Pause } from 'lucide-react';
import { useEffect, useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import { chatView, useChatView } from '../../../app/chat/index.ts';
import { formatCount } from '../../../app/format.ts';

/** From so many left out a minute on it is said; before, one sees no difference. */
const WORTH_SAYING = 30;

/** Why not every line is there: it goes too fast to read, or stands still. */
export function PaceStrip() {
  const { t, i18n } = useTranslation();
  const pressed = useChatView((view) => view.holdsBy('pressed'));
  const everything = useChatView((view) => view.everything);
  // Figures that go on by themselves are looked at once a second.
  useSeconds();
  const left = chatView.leftOutPerMinute;
  if (pressed)
    return (
      <Strip
        icon={<Pause className="size-3.5 shrink-0 text-warn" aria-hidden />}
        words={t('chat.paused', { number: formatCount(chatView.waiting, i18n.language) })}
        act={t('chat.goOn')}
        onAct={() => chatView.hold('pressed', false)}
      />
    );
  if (everything)
    return (
      <Strip
        icon={<Gauge className="size-3.5 shrink-0" aria-hidden />}
        words={t('chat.everything')}
        act={t('chat.readable')}
        onAct={() => chatView.showEverything(false)}
      />
    );
  if (left < WORTH_SAYING) return null;
  return (
    <Strip
      icon={<Gauge className="size-3.5 shrink-0 text-accent" aria-hidden />}
      words={t('chat.leftOut', { number: formatCount(left, i18n.language) })}
      act={t('chat.showEverything')}
      onAct={() => chatView.showEverything(true)}
    />
  );
}

type StripProps = { icon: React.ReactNode; words: string; act: string; onAct: () => void };

function Strip({ icon, words, act, onAct }: StripProps) {
  return (
    <div className="flex min-h-8 shrink-0 items-center gap-2 border-line border-t px-3.5 py-1 text-sm text-text-2">
      {icon}
      <p className="figures min-w-0 flex-1 whitespace-normal">{words}</p>
      <button
        type="button"
        onClick={onAct}
        className="shrink-0 rounded-sm px-1 font-medium text-accent hover:underline"
      >
        {act}
      </button>
    </div>
  );
}

/** What is left out is looked at each second, also when nothing comes any more. */
function useSeconds(): void {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, []);
}

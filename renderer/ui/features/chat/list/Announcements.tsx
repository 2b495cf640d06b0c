import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chatView } from '../../../app/chat/index.ts';
import { lineWords } from '../words.ts';

/** Who hears the page is told at most so often. */
const EVERY_MS = 8000;

/** Says now and then how much has come, and the last of it. */
export function Announcements() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  useEffect(() => {
    let last = chatView.lines.at(-1)?.number ?? -1;
    const timer = setInterval(() => {
      const fresh = chatView.lines.filter(({ number }) => number > last);
      const latest = fresh.at(-1);
      if (!latest) return;
      last = latest.number;
      setWords(`${t('chat.newMessages', { count: fresh.length })}. ${lineWords(latest)}`);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [t]);
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}

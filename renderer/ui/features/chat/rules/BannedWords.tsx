import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chatLimits } from '../../../../../common/chat/limits.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { TextArea } from '../../../components/Field.tsx';
import { readWords } from './words.ts';

/** Messages with one of these are not said. A list from elsewhere is pasted in. */
export function BannedWords({ words }: { words: readonly string[] }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const list = readWords(typed ?? words.join('\n'));
  const fault =
    list.tooLong > 0
      ? t('chat.rules.tooLong', { count: list.tooLong, most: chatLimits.wordChars })
      : list.tooMany > 0
        ? t('chat.rules.tooMany', { count: list.tooMany, most: chatLimits.bannedWords })
        : null;
  const save = async () => {
    const answer = await ask('chat:order', { order: 'bannedWords', words: [...list.words] });
    if (!answer.ok) return;
    setTyped(null);
    setSaved(true);
  };
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        label={t('chat.rules.words')}
        rows={4}
        spellCheck={false}
        value={typed ?? words.join('\n')}
        hint={t('chat.rules.wordsHint')}
        error={fault}
        onChange={({ target }) => {
          setTyped(target.value);
          setSaved(false);
        }}
      />
      <div className="flex items-center gap-2">
        <span className="figures min-w-0 flex-1 text-sm text-text-2" aria-live="polite">
          {saved ? t('chat.rules.saved') : t('chat.rules.wordCount', { count: list.words.length })}
        </span>
        <Button size="sm" disabled={typed === null} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </div>
  );
}

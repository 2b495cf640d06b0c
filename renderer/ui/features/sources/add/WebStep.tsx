import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/Button.tsx';
import { TextField } from '../../../components/Field.tsx';
import { webAddress } from '../model/webAddress.ts';

/** Asks for the address of the page. */
export function WebStep({ onChoose, back }: { onChoose: (url: string) => void; back: ReactNode }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const url = webAddress(text);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (url) onChoose(url);
      }}
    >
      <TextField
        label={t('sources.web.url')}
        placeholder="https://"
        spellCheck={false}
        autoFocus
        value={text}
        hint={t('sources.web.urlHint')}
        error={tried && !url ? t('sources.web.urlFault') : null}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="flex items-center justify-between">
        {back}
        <Button type="submit" look="primary">
          {t('sources.add')}
        </Button>
      </div>
    </form>
  );
}

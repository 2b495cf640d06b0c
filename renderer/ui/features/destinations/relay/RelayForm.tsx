import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../../app/hooks.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { TextField } from '../../../components/Field.tsx';
import { faultOfServer, splitPushUrl } from '../model/pushUrl.ts';

/** One more server to send on to. What is typed stays in the fields until it goes to main. */
export function RelayForm() {
  const { t } = useTranslation();
  const persists = useStudio(({ session }) => session.secretsPersist);
  const [server, setServer] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = useRef<HTMLInputElement>(null);
  const fault = faultOfServer(server, 'rtmp');
  const takeApart = (text: string): boolean => {
    const parts = splitPushUrl(text);
    if (!parts || !key.current) return false;
    setServer(parts.server);
    key.current.value = parts.key;
    return true;
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (fault || !key.current) return;
    setBusy(true);
    const answer = await ask('relay:add', { server, key: key.current.value });
    setBusy(false);
    if (!answer.ok) return;
    setServer('');
    setChecked(false);
    key.current.value = '';
  };
  return (
    <form
      noValidate
      onSubmit={(event) => void add(event)}
      className="grid grid-cols-[3fr_2fr_auto] items-start gap-3"
    >
      <TextField
        label={t('destinations.serverUrl')}
        value={server}
        maxLength={2048}
        spellCheck={false}
        autoComplete="off"
        placeholder="rtmp://live.example.com/app"
        error={checked && fault ? t(`destinations.faults.url.${fault}`) : null}
        onChange={({ target }) => takeApart(target.value) || setServer(target.value)}
      />
      <TextField
        ref={key}
        type="password"
        label={t('destinations.key')}
        maxLength={2048}
        spellCheck={false}
        autoComplete="off"
        onPaste={(event) => {
          if (takeApart(event.clipboardData.getData('text'))) event.preventDefault();
        }}
      />
      <Button type="submit" look="primary" disabled={busy} className="mt-5.5">
        {t('destinations.addConfirm')}
      </Button>
      <p className="col-span-3 -mt-1 text-sm text-text-2">
        {t(persists ? 'destinations.keyHint' : 'destinations.keyUntilClose')}
      </p>
    </form>
  );
}

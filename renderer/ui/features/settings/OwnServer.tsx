import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { TextField } from '../../components/Field.tsx';
import { Fold } from '../../components/Fold.tsx';
import { FormEnd } from './FormEnd.tsx';
import { type OwnServerDraft, ownServerFault } from './ownServer.ts';

/** Rooms and chat on a server of one's own. Its secret goes to main and never comes back. */
export function OwnServer() {
  const { t } = useTranslation();
  const settings = useStudio(({ session }) => session.ownServer);
  const persists = useStudio(({ session }) => session.secretsPersist);
  const [draft, setDraft] = useState<OwnServerDraft | null>(null);
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const shown = draft ?? { url: settings?.url ?? '', userId: settings?.userId ?? '', secret: '' };
  // One that is stored stays where nothing is typed.
  const faultOf = (name: keyof OwnServerDraft) =>
    name === 'secret' && settings && shown.secret === '' ? null : ownServerFault(name, shown[name]);
  const put = async (next: OwnServerDraft | null) => {
    const answer = await ask(
      'settings:setOwnServer',
      next && { url: next.url.trim(), userId: next.userId.trim(), secret: next.secret },
    );
    if (!answer.ok) return;
    setDraft(null);
    setTried(false);
    setSaved(next !== null);
    if (secret.current) secret.current.value = '';
  };
  const save = () => {
    setTried(true);
    if (fields.every((name) => faultOf(name) === null)) void put(shown);
  };
  return (
    <Fold title={t(settings ? 'settings.ownServer.on' : 'settings.ownServer.title')}>
      <p className="text-sm text-text-2">{t('settings.ownServer.meaning')}</p>
      {fields.map((name) => {
        const fault = tried ? faultOf(name) : null;
        const isSecret = name === 'secret';
        return (
          <TextField
            key={name}
            {...(isSecret ? { ref: secret, type: 'password' } : { value: shown[name] })}
            label={t(`settings.ownServer.fields.${name}`)}
            maxLength={isSecret ? 256 : 500}
            spellCheck={false}
            autoComplete="off"
            placeholder={placeholders[name]}
            hint={
              isSecret
                ? t(persists ? 'settings.ownServer.secretHint' : 'destinations.keyUntilClose')
                : t(`settings.ownServer.hints.${name}`)
            }
            error={fault && t(`settings.ownServer.faults.${fault}`)}
            onChange={({ target }) => {
              setDraft({ ...shown, [name]: target.value });
              setSaved(false);
            }}
          />
        );
      })}
      <FormEnd
        saved={saved ? t('settings.ownServer.saved') : null}
        turnOff={
          settings
            ? { label: t('settings.ownServer.turnOff'), onClick: () => void put(null) }
            : null
        }
        unchanged={draft === null}
        onSave={save}
      />
    </Fold>
  );
}

const fields = ['url', 'userId', 'secret'] as const;
const placeholders = { url: 'https://live.example.com', userId: 'anchor_01', secret: '' };

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { TextField } from '../../components/Field.tsx';
import { Fold } from '../../components/Fold.tsx';
import { FormEnd } from './FormEnd.tsx';
import { draftOf, settingsOf, type TencentDraft, tencentFault, tencentFields } from './tencent.ts';

const placeholders: TencentDraft = {
  sdkAppId: '1400000000',
  userSigUrl: 'https://example.com/usersig',
  roomServiceUrl: 'https://example.com/room',
  pushDomain: 'push.example.com',
  userId: 'anchor_01',
};

/** Rooms and chat on Tencent's services, with one's own account. Its secret key never comes here. */
export function Tencent() {
  const { t } = useTranslation();
  const settings = useStudio(({ session }) => session.tencent);
  const [draft, setDraft] = useState<TencentDraft | null>(null);
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const shown = draft ?? draftOf(settings);
  const faults = tencentFields.filter((name) => tencentFault(name, shown[name]) !== null);
  const put = async (next: TencentDraft | null) => {
    const answer = await ask('settings:setTencent', next && settingsOf(next));
    if (!answer.ok) return;
    setDraft(null);
    setTried(false);
    setSaved(next !== null);
  };
  const save = () => {
    setTried(true);
    if (faults.length === 0) void put(shown);
  };
  return (
    <Fold title={t(settings ? 'settings.tencent.on' : 'settings.tencent.title')}>
      <p className="text-sm text-text-2">{t('settings.tencent.meaning')}</p>
      {tencentFields.map((name) => {
        const fault = tried ? tencentFault(name, shown[name]) : null;
        return (
          <TextField
            key={name}
            label={t(`settings.tencent.fields.${name}`)}
            value={shown[name]}
            maxLength={500}
            spellCheck={false}
            autoComplete="off"
            inputMode={name === 'sdkAppId' ? 'numeric' : undefined}
            placeholder={placeholders[name]}
            hint={t(`settings.tencent.hints.${name}`)}
            error={fault && t(`settings.tencent.faults.${fault}`)}
            onChange={({ target }) => {
              setDraft({ ...shown, [name]: target.value });
              setSaved(false);
            }}
          />
        );
      })}
      <FormEnd
        saved={saved ? t('settings.tencent.saved') : null}
        turnOff={
          settings ? { label: t('settings.tencent.turnOff'), onClick: () => void put(null) } : null
        }
        unchanged={draft === null}
        onSave={save}
      />
    </Fold>
  );
}

import { useTranslation } from 'react-i18next';
import { TextField } from '../../../components/Field.tsx';
import { splitPushUrl } from '../model/pushUrl.ts';
import type { TabProps } from './props.ts';
import { SecretField } from './SecretField.tsx';

/** A second server that takes over when the first cannot be reached. */
export function BackupTab({ draft, onDraft, destinationId, secrets, faultOf }: TabProps) {
  const { t } = useTranslation();
  const whip = draft.kind === 'whip';
  const takeApart = (text: string): boolean => {
    const parts = splitPushUrl(text);
    if (!parts || !secrets.backup.current) return false;
    onDraft({ backupServer: parts.server });
    secrets.backup.current.value = parts.key;
    return true;
  };
  return (
    <>
      <p className="text-text-2">{t('destinations.backupMeaning')}</p>
      <TextField
        label={t(whip ? 'destinations.backupEndpoint' : 'destinations.backupServer')}
        value={draft.backupServer}
        maxLength={2048}
        spellCheck={false}
        autoComplete="off"
        placeholder={whip ? 'https://backup.example.com/whip' : 'rtmp://backup.example.com/app'}
        error={faultOf('backupServer')}
        onChange={({ target }) =>
          takeApart(target.value) || onDraft({ backupServer: target.value })
        }
      />
      <SecretField
        field={secrets.backup}
        which="backup"
        label={t(whip ? 'destinations.backupToken' : 'destinations.backupKey')}
        destinationId={destinationId}
        note={t('destinations.backupKeyHint')}
        onPasted={takeApart}
      />
    </>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { services } from '../../../../../common/live/services.ts';
import { TextField } from '../../../components/Field.tsx';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';
import { splitPushUrl } from '../model/pushUrl.ts';
import { serversOf } from '../model/services.ts';
import type { TabProps } from './props.ts';
import { SecretField } from './SecretField.tsx';

/** The address and the secret as a service shows them. */
export function ServerFields(props: TabProps) {
  const { draft, onDraft, destinationId, secrets, faultOf } = props;
  const { t } = useTranslation();
  const [moved, setMoved] = useState(false);
  const { keyShape } = services[draft.service];
  const whip = draft.kind === 'whip';
  /** Takes a whole push address apart; false for anything else. */
  const takeApart = (text: string): boolean => {
    const parts = whip ? null : splitPushUrl(text);
    if (!parts || !secrets.key.current) return false;
    onDraft({ server: parts.server });
    secrets.key.current.value = parts.key;
    setMoved(true);
    return true;
  };
  const keyNote = whip
    ? draft.service === 'tencent'
      ? t('destinations.tokenOfTencent')
      : undefined
    : moved
      ? t('destinations.keyMoved')
      : undefined;
  return (
    <>
      <p className="text-sm text-text-2">{t(`services.help.${draft.service}`)}</p>
      <Published {...props} />
      <TextField
        label={t(whip ? 'destinations.endpoint' : 'destinations.serverUrl')}
        value={draft.server}
        maxLength={2048}
        required
        spellCheck={false}
        autoComplete="off"
        placeholder={whip ? 'https://live.example.com/whip' : 'rtmp://live.example.com/app'}
        hint={whip ? undefined : t('destinations.serverHint')}
        error={faultOf('server')}
        onChange={({ target }) => takeApart(target.value) || onDraft({ server: target.value })}
      />
      <SecretField
        field={secrets.key}
        which="key"
        label={t(whip ? 'destinations.token' : 'destinations.key')}
        destinationId={destinationId}
        note={keyNote}
        shape={whip ? null : keyShape}
        onPasted={takeApart}
      />
    </>
  );
}

const OTHER = 'other';

/** Servers that the service publishes, where there are several to choose from. */
function Published({ draft, onDraft }: TabProps) {
  const { t } = useTranslation();
  const servers = serversOf(draft.service, draft.kind);
  if (servers.length < 2) return null;
  const chosen = servers.find(({ server }) => server === draft.server);
  return (
    <LabelledSelect
      label={t('destinations.published')}
      value={chosen?.name ?? OTHER}
      options={[
        ...servers.map(({ name }) => ({ value: name, label: t(`services.servers.${name}`) })),
        { value: OTHER, label: t('destinations.otherServer') },
      ]}
      onChoose={(name) => {
        const next = servers.find((it) => it.name === name);
        onDraft({ server: next?.server ?? '', backupServer: next?.backupServer ?? '' });
      }}
    />
  );
}

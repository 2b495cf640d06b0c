import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../../app/hooks.ts';
import { TextField } from '../../../components/Field.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { newPgc } from '../model/draft.ts';
import { splitPushUrl } from '../model/pushUrl.ts';
import { offerOf } from '../model/services.ts';
import type { TabProps } from './EditorForm.tsx';
import { PgcFields } from './PgcFields.tsx';
import { SecretField } from './SecretField.tsx';

/** Its name, how it is sent to, and where to. */
export function AddressTab(props: TabProps & { copied: boolean }) {
  const { draft, onDraft, faultOf, copied } = props;
  const { t } = useTranslation();
  const { kinds } = offerOf(draft.service);
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label={t('destinations.name')}
          value={draft.name}
          maxLength={200}
          required
          placeholder={t('destinations.namePlaceholder')}
          error={faultOf('name')}
          onChange={({ target }) => onDraft({ name: target.value })}
        />
        {kinds.length > 1 ? (
          <SegmentedControl
            titled
            label={t('destinations.kind')}
            value={draft.kind}
            options={kinds.map((kind) => ({ value: kind, label: t(`destinations.kinds.${kind}`) }))}
            onChoose={(kind) => onDraft({ kind })}
          />
        ) : null}
      </div>
      <p className="-mt-2 text-sm text-text-2">{t(`destinations.kindHints.${draft.kind}`)}</p>
      {copied && draft.kind !== 'file' ? (
        <p className="rounded-md border border-warn/40 bg-warn-dim px-2.5 py-1.5 text-sm">
          {t('destinations.keyNotCopied')}
        </p>
      ) : null}
      {draft.kind === 'rtmp' ? <Rtmp {...props} /> : null}
      {draft.kind === 'whip' ? <Whip {...props} /> : null}
      {draft.kind === 'file' ? <FilePlace /> : null}
    </>
  );
}

/** A server and a key; with Tencent also the parts that both are made of. */
function Rtmp(props: TabProps) {
  const { draft, onDraft } = props;
  const { t } = useTranslation();
  const parts = useRef(draft.pgc ?? newPgc);
  if (draft.pgc) parts.current = draft.pgc;
  return (
    <>
      {draft.service === 'tencent' ? (
        <SegmentedControl
          titled
          label={t('destinations.addressWay')}
          value={draft.pgc ? 'parts' : 'given'}
          options={[
            { value: 'parts', label: t('destinations.addressWays.parts') },
            { value: 'given', label: t('destinations.addressWays.given') },
          ]}
          onChoose={(way) => onDraft({ pgc: way === 'parts' ? parts.current : null })}
        />
      ) : null}
      {draft.pgc ? <PgcFields {...props} pgc={draft.pgc} /> : <Server {...props} />}
    </>
  );
}

function Server({ draft, onDraft, destinationId, secrets, faultOf }: TabProps) {
  const { t } = useTranslation();
  const [moved, setMoved] = useState(false);
  /** Takes a whole push address apart; false for anything else. */
  const takeApart = (text: string): boolean => {
    const parts = splitPushUrl(text);
    if (!parts || !secrets.key.current) return false;
    onDraft({ server: parts.server });
    secrets.key.current.value = parts.key;
    setMoved(true);
    return true;
  };
  return (
    <>
      <TextField
        label={t('destinations.serverUrl')}
        value={draft.server}
        maxLength={2048}
        required
        spellCheck={false}
        autoComplete="off"
        placeholder="rtmp://live.example.com/app"
        hint={t('destinations.serverHint')}
        error={faultOf('server')}
        onChange={({ target }) => takeApart(target.value) || onDraft({ server: target.value })}
      />
      <SecretField
        field={secrets.key}
        which="key"
        label={t('destinations.key')}
        destinationId={destinationId}
        note={moved ? t('destinations.keyMoved') : undefined}
        onPasted={takeApart}
      />
    </>
  );
}

function Whip({ draft, onDraft, destinationId, secrets, faultOf }: TabProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('destinations.endpoint')}
        value={draft.server}
        maxLength={2048}
        required
        spellCheck={false}
        autoComplete="off"
        placeholder="https://live.example.com/whip"
        error={faultOf('server')}
        onChange={({ target }) => onDraft({ server: target.value })}
      />
      <SecretField
        field={secrets.key}
        which="key"
        label={t('destinations.token')}
        destinationId={destinationId}
        note={draft.service === 'tencent' ? t('destinations.tokenOfTencent') : undefined}
      />
    </>
  );
}

function FilePlace() {
  const { t } = useTranslation();
  const folder = useStudio(({ session }) => session.recordingFolder);
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm text-text-2">{t('destinations.folder')}</span>
      <span className="selectable break-all">{folder}</span>
    </div>
  );
}

import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { services } from '../../../../../common/live/services.ts';
import { useStudio } from '../../../app/hooks.ts';
import { TextField } from '../../../components/Field.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { newPgc, withKind } from '../model/draft.ts';
import { kindsOf } from '../model/services.ts';
import { PgcFields } from './PgcFields.tsx';
import type { TabProps } from './props.ts';
import { ServerFields } from './ServerFields.tsx';

/** Its name, how it is sent to, and where to. */
export function AddressTab(props: TabProps & { copied: boolean }) {
  const { draft, onDraft, faultOf, copied } = props;
  const { t } = useTranslation();
  const kinds = kindsOf(draft.service);
  const file = draft.kind === 'file';
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
          className={kinds.length > 1 ? undefined : 'col-span-2'}
          onChange={({ target }) => onDraft({ name: target.value })}
        />
        {kinds.length > 1 ? (
          <SegmentedControl
            titled
            className="h-8"
            label={t('destinations.kind')}
            value={draft.kind}
            options={kinds.map((kind) => ({ value: kind, label: t(`destinations.kinds.${kind}`) }))}
            onChoose={(kind) => onDraft(withKind(draft, kind))}
          />
        ) : null}
      </div>
      {kinds.length > 1 ? (
        <p className="-mt-2 text-sm text-text-2">{t(`destinations.kindHints.${draft.kind}`)}</p>
      ) : null}
      {copied && !file ? (
        <p className="rounded-md border border-warn/40 bg-warn-dim px-2.5 py-1.5 text-sm">
          {t('destinations.keyNotCopied')}
        </p>
      ) : null}
      {file ? <FilePlace /> : <NetworkPlace {...props} />}
    </>
  );
}

/** A server and a key; with Tencent also the parts that both are made of. */
function NetworkPlace(props: TabProps) {
  const { draft, onDraft } = props;
  const { t } = useTranslation();
  const parts = useRef(draft.pgc ?? newPgc);
  if (draft.pgc) parts.current = draft.pgc;
  return (
    <>
      {services[draft.service].pgc ? (
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
      {draft.pgc ? <PgcFields {...props} pgc={draft.pgc} /> : <ServerFields {...props} />}
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

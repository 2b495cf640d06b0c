import { TriangleAlert } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newDestination } from '../../../../../common/show/new.ts';
import { newId } from '../../../app/ids.ts';
import { store } from '../../../app/store.ts';
import { change } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { DialogFooter } from '../../../components/DialogFooter.tsx';
import { TabTrigger } from '../../../components/TabTrigger.tsx';
import {
  type Draft,
  type DraftFault,
  type DraftField,
  faultsOf,
  settledDraft,
} from '../model/draft.ts';
import { ServiceTile } from '../ServiceTile.tsx';
import { AddressTab } from './AddressTab.tsx';
import { BackupTab } from './BackupTab.tsx';
import { PictureTab } from './PictureTab.tsx';
import type { EditorTarget, TabProps } from './props.ts';
import { sendSecrets, useSecrets } from './secrets.ts';

type Props = {
  target: EditorTarget;
  draft: Draft;
  onDraft: (part: Partial<Draft>) => void;
  onOtherService: () => void;
  onClose: () => void;
  onSaved: (destinationId: string, draft: Draft) => void;
};

type Tab = 'address' | 'picture' | 'backup';
const tabOf = (field: DraftField): Tab => (field === 'backupServer' ? 'backup' : 'address');

/** All of one destination, in three small parts. */
export function EditorForm(props: Props) {
  const { target, draft, onDraft, onOtherService, onClose, onSaved } = props;
  const { t } = useTranslation();
  const [id] = useState(() => (target.mode === 'edit' ? target.destination.id : newId('to')));
  const saved = useRef(target.mode === 'edit');
  const form = useRef<HTMLFormElement>(null);
  const secrets = useSecrets();
  const [tab, setTab] = useState<Tab>('address');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const faults = faultsOf(draft);
  const tabs: Tab[] =
    draft.kind === 'file' ? ['address', 'picture'] : ['address', 'picture', 'backup'];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    const [wrong] = Object.keys(faults) as DraftField[];
    if (wrong) {
      setTab(tabOf(wrong));
      // The tab has to be there before its field can take the focus.
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      );
      return;
    }
    setBusy(true);
    const done = (await save(id, saved.current, draft)) && (saved.current = true);
    const sent = done && (await sendSecrets(id, secrets));
    setBusy(false);
    if (sent) onSaved(id, settledDraft(draft));
  };
  const parts: TabProps = {
    draft,
    onDraft,
    destinationId: id,
    secrets,
    faultOf: (field) => {
      const fault = checked ? faults[field] : undefined;
      return fault ? t(`destinations.faults.${fault satisfies DraftFault}`) : null;
    },
  };
  return (
    <form
      ref={form}
      onSubmit={(event) => void submit(event)}
      className="flex min-h-0 flex-col gap-4"
      noValidate
    >
      <div className="flex items-center gap-2.5">
        <ServiceTile destination={draft} large />
        <span className="min-w-0 flex-1 truncate font-medium">
          {t(`destinations.services.${draft.service}`)}
        </span>
        <Button size="sm" look="ghost" onClick={onOtherService}>
          {t('destinations.otherService')}
        </Button>
      </div>
      <Tabs.Root value={tab} onValueChange={(next) => setTab(next as Tab)}>
        <Tabs.List aria-label={t('destinations.parts')} className="flex border-line border-b">
          {tabs.map((name) => (
            <Trigger
              key={name}
              name={name}
              wrong={
                checked && (Object.keys(faults) as DraftField[]).some((it) => tabOf(it) === name)
              }
            />
          ))}
        </Tabs.List>
        <Part name="address">
          <AddressTab {...parts} copied={target.mode === 'copy'} />
        </Part>
        <Part name="picture">
          <PictureTab {...parts} />
        </Part>
        <Part name="backup">
          <BackupTab {...parts} />
        </Part>
      </Tabs.Root>
      <DialogFooter>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" disabled={busy} aria-busy={busy}>
          {t(target.mode === 'edit' ? 'common.save' : 'destinations.addConfirm')}
        </Button>
      </DialogFooter>
    </form>
  );
}

function Trigger({ name, wrong }: { name: Tab; wrong: boolean }) {
  const { t } = useTranslation();
  return (
    <TabTrigger
      value={name}
      className="flex h-9 items-center gap-1.5 border-transparent border-b-2 px-3 text-text-2 hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
    >
      {t(`destinations.tabs.${name}`)}
      {wrong ? (
        <TriangleAlert className="size-3.5 text-air-text" aria-label={t('destinations.tabFault')} />
      ) : null}
    </TabTrigger>
  );
}

/** Stays in the page while another one is seen: what was typed into a secret's field is nowhere else. */
function Part({ name, children }: { name: Tab; children: ReactNode }) {
  return (
    <Tabs.Content
      value={name}
      forceMount
      tabIndex={-1}
      className={cx('flex flex-col gap-4 pt-4 outline-none data-[state=inactive]:hidden')}
    >
      {children}
    </Tabs.Content>
  );
}

async function save(id: string, there: boolean, draft: Draft): Promise<boolean> {
  const canvasId = store.getState().mirror.studio?.show.canvases[0]?.id ?? 'main';
  const values = settledDraft(draft);
  const answer = await change(
    there
      ? { type: 'destinations/destinationChanged', payload: { destinationId: id, change: values } }
      : {
          type: 'destinations/destinationAdded',
          payload: {
            destination: { ...newDestination(id, values.kind, values.name, canvasId), ...values },
          },
        },
  );
  return answer.ok;
}

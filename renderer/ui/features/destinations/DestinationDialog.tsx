import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newDestination } from '../../../../common/show/new.ts';
import type { Destination } from '../../../../common/show/schema.ts';
import { useStudio } from '../../app/hooks.ts';
import { store } from '../../app/store.ts';
import { ask, change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { faultOfServer, splitPushUrl } from './pushUrl.ts';

type Props = {
  /** Null to add one. */
  destination: Destination | null;
  onClose: () => void;
};

/** Adds or changes a destination. The stream key stays in its field until it goes to main. */
export function DestinationDialog({ destination, onClose }: Props) {
  const { t } = useTranslation();
  const keyField = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(destination?.name ?? '');
  const [server, setServer] = useState(destination?.server ?? '');
  const [checked, setChecked] = useState(false);
  const [moved, setMoved] = useState(false);
  const fault = faultOfServer(server);

  const takeServer = (text: string) => {
    const parts = splitPushUrl(text);
    setServer(parts?.server ?? text);
    if (!parts || !keyField.current) return;
    keyField.current.value = parts.key;
    setMoved(true);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!name.trim() || fault) return;
    const id = destination?.id ?? `rtmp-${crypto.randomUUID().slice(0, 8)}`;
    const key = keyField.current?.value.trim() ?? '';
    const saved = await save(id, destination, { name: name.trim(), server: server.trim() });
    if (!saved) return;
    if (key !== '') await ask('destination:setKey', { destinationId: id, key, which: 'key' });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(destination ? 'destinations.editTitle' : 'destinations.addTitle')}
      description={t('destinations.dialogHint')}
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" noValidate>
        <TextField
          label={t('destinations.name')}
          value={name}
          maxLength={200}
          required
          placeholder={t('destinations.namePlaceholder')}
          error={checked && !name.trim() ? t('destinations.nameMissing') : null}
          onChange={({ target }) => setName(target.value)}
        />
        <TextField
          label={t('destinations.serverUrl')}
          value={server}
          maxLength={2048}
          required
          spellCheck={false}
          autoComplete="off"
          placeholder="rtmp://live.example.com/app"
          error={fault && (checked || server !== '') ? t(`destinations.urlFaults.${fault}`) : null}
          onChange={({ target }) => takeServer(target.value)}
        />
        <KeyField
          keyField={keyField}
          destinationId={destination?.id}
          note={moved ? t('destinations.keyMoved') : undefined}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary">
            {t(destination ? 'common.save' : 'destinations.addConfirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type KeyProps = {
  keyField: React.RefObject<HTMLInputElement | null>;
  destinationId: string | undefined;
  note: string | undefined;
};

function KeyField({ keyField, destinationId, note }: KeyProps) {
  const { t } = useTranslation();
  const stored = useStudio(({ session }) => session.keysStored.includes(destinationId ?? ''));
  const persists = useStudio(({ session }) => session.secretsPersist);
  return (
    <div className="flex flex-col gap-1">
      <TextField
        ref={keyField}
        type="password"
        label={t('destinations.key')}
        maxLength={2048}
        autoComplete="off"
        placeholder={stored ? t('destinations.keyKeep') : undefined}
        hint={note ?? t(persists ? 'destinations.keyHint' : 'destinations.keyUntilClose')}
      />
      {stored && destinationId ? (
        <Button
          size="sm"
          look="ghost"
          className="-ml-2.5 self-start"
          onClick={() => void ask('destination:setKey', { destinationId, key: '', which: 'key' })}
        >
          {t('destinations.forgetKey')}
        </Button>
      ) : null}
    </div>
  );
}

async function save(
  id: string,
  old: Destination | null,
  values: { name: string; server: string },
): Promise<boolean> {
  const canvasId = store.getState().mirror.studio?.show.canvases[0]?.id ?? 'main';
  const answer = await change(
    old
      ? { type: 'destinations/destinationChanged', payload: { destinationId: id, change: values } }
      : {
          type: 'destinations/destinationAdded',
          payload: {
            destination: { ...newDestination(id, 'rtmp', values.name, canvasId), ...values },
          },
        },
  );
  return answer.ok;
}

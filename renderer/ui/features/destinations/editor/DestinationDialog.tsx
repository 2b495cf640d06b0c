import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceId } from '../../../../../common/live/services.ts';
import { useStudio } from '../../../app/hooks.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { type Draft, draftFor, draftOf, freeName } from '../model/draft.ts';
import { EditorForm } from './EditorForm.tsx';
import type { EditorTarget } from './props.ts';
import { ServiceCards } from './ServiceCards.tsx';

type Props = {
  target: EditorTarget;
  onClose: () => void;
  /** It was saved, under this id. */
  onSaved: (destinationId: string, draft: Draft) => void;
};

/** Adds, changes or copies a destination: first the service, then how it is reached. */
export function DestinationDialog({ target, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const taken = useStudio(({ show }) => show.destinations);
  const names = taken.map(({ name }) => name);
  const [draft, setDraft] = useState<Draft | null>(() => {
    if (target.mode === 'add') return null;
    const draft = draftOf(target.destination);
    return target.mode === 'edit' ? draft : { ...draft, name: freeName(draft.name, names) };
  });
  const choose = (service: ServiceId) => {
    const name = freeName(t(`destinations.services.${service}`), names);
    setDraft(draftFor(service, target.mode === 'edit' ? target.destination.name : name));
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={t(target.mode === 'edit' ? 'destinations.editTitle' : 'destinations.addTitle')}
      description={t(draft ? 'destinations.dialogHint' : 'destinations.serviceAsk')}
    >
      {draft ? (
        <EditorForm
          target={target}
          draft={draft}
          onDraft={(part) => setDraft((before) => before && { ...before, ...part })}
          onOtherService={() => setDraft(null)}
          onClose={onClose}
          onSaved={onSaved}
        />
      ) : (
        <ServiceCards onChoose={choose} />
      )}
    </Dialog>
  );
}

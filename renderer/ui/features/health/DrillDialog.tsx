import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFloor, useStudio } from '../../app/hooks.ts';
import { drillAsked, healthShown } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';

const lengths = ['3', '10', '30'];

/** "Cut the cable?": its viewers will see it, so it is asked first. */
export function DrillDialog() {
  const { t } = useTranslation();
  const id = useFloor((floor) => floor.drillAskedId);
  const name = useStudio(({ show }) => show.destinations.find((it) => it.id === id)?.name ?? '');
  const live = useStudio(
    ({ session }) => id !== null && session.destinations[id]?.state === 'live',
  );
  const [seconds, setSeconds] = useState('3');
  const close = () => store.dispatch(drillAsked(null));
  const begin = async () => {
    if (id === null) return;
    close();
    const answer = await ask('destination:drill', { destinationId: id, seconds: Number(seconds) });
    if (answer.ok) store.dispatch(healthShown({ tab: 'outages', destinationId: id }));
  };
  return (
    <Dialog
      open={id !== null && live}
      onOpenChange={(open) => !open && close()}
      title={t('drill.title', { name })}
      description={t('drill.meaning')}
    >
      <SegmentedControl
        label={t('drill.seconds')}
        titled
        value={seconds}
        options={lengths.map((value) => ({ value, label: t('drill.for', { seconds: value }) }))}
        onChoose={setSeconds}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{t('common.cancel')}</Button>
        <Button look="danger" onClick={() => void begin()}>
          {t('drill.confirm')}
        </Button>
      </div>
    </Dialog>
  );
}

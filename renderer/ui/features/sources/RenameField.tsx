import { useTranslation } from 'react-i18next';
import type { Source } from '../../../../common/show/sources.ts';
import { useStudio } from '../../app/hooks.ts';
import { RenameInput } from '../../components/RenameInput.tsx';
import { renameSource } from './edits.ts';

/** The name in the list, while it is changed there. */
export function RenameField({ source, onDone }: { source: Source; onDone: () => void }) {
  const { t } = useTranslation();
  const sources = useStudio(({ show }) => show.sources);
  return (
    <RenameInput
      label={t('sources.name')}
      name={source.name}
      className="mx-1 flex-1"
      onDone={(name) => {
        if (name) renameSource(source, name, sources);
        onDone();
      }}
    />
  );
}

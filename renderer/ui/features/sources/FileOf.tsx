import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../../common/ipc/contract.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { FilePicker } from '../../components/FilePicker.tsx';

type Purpose = ChannelInput<'files:pick'>['purpose'];
type Props = {
  label: string;
  purpose: Purpose;
  path: string;
  onPick: (path: string) => void;
};

/** Asks for one file in the system's dialogue; undefined when the person thinks better of it. */
export async function pickFile(purpose: Purpose): Promise<string | undefined> {
  const answer = await ask('files:pick', { purpose, multiple: false });
  return answer.ok ? answer.value.paths[0] : undefined;
}

/** A file of a source, and whether it is there. */
export function FileOf({ label, purpose, path, onPick }: Props) {
  const { t } = useTranslation();
  const missing = useStudio(({ session }) => session.missingFiles.some((it) => it.path === path));
  return (
    <FilePicker
      label={label}
      path={path}
      name={path.startsWith('builtin:') ? t('sources.builtIn') : undefined}
      missing={missing}
      onPick={() => void pickFile(purpose).then((picked) => picked && onPick(picked))}
    />
  );
}

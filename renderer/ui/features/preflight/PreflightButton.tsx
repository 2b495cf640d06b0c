import { ClipboardCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { dialogOpened } from '../../app/state/view.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { mayCheck } from './verdict.ts';

/** Opens the page of checks; there is nothing to be checked while a show is on air or recorded. */
export function PreflightButton() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const may = useStudio(({ session }) => mayCheck(session));
  return (
    <IconButton
      label={t('preflight.open')}
      size="md"
      disabled={!may}
      onClick={() => dispatch(dialogOpened('preflight'))}
    >
      <ClipboardCheck aria-hidden />
    </IconButton>
  );
}

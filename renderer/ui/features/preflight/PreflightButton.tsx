import { ClipboardCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { dialogOpened } from '../../app/state/view.ts';
import { IconButton } from '../../components/IconButton.tsx';

/** Opens the page of checks; there is nothing to be checked while the show is on air. */
export function PreflightButton() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const offAir = useStudio(
    ({ session: { live } }) => live.state === 'idle' || live.state === 'failed',
  );
  return (
    <IconButton
      label={t('preflight.open')}
      size="md"
      disabled={!offAir}
      onClick={() => dispatch(dialogOpened('preflight'))}
    >
      <ClipboardCheck aria-hidden />
    </IconButton>
  );
}

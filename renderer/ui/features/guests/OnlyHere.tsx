import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { ShareSwitch } from '../destinations/index.ts';

/** A guest link that no other device can open: says so, and has the switch where it helps. */
export function OnlyHere() {
  const { t } = useTranslation();
  const isEmbedded = useStudio(
    ({ session }) => session.ownServer === null && session.server.state === 'running',
  );
  const isShared = useStudio(({ session }) =>
    session.server.state === 'running' ? session.server.shared : false,
  );
  return (
    <>
      <p role="status" className="text-sm text-warn">
        {t(isEmbedded ? 'guests.linkHere' : 'guests.linkHereServer')}
      </p>
      {isEmbedded ? <ShareSwitch shared={isShared} /> : null}
    </>
  );
}

import { useTranslation } from 'react-i18next';
import type { Role } from '../../../../../common/chat/message.ts';
import { cx } from '../../../components/cx.ts';

const looks: Record<Exclude<Role, 'viewer'>, string> = {
  owner: 'bg-accent text-bg',
  anchor: 'bg-accent text-bg',
  admin: 'border border-preview/60 text-preview',
  guest: 'border border-warn/60 text-warn',
};

/** What somebody is in the room; viewers have no badge. */
export function RoleBadge({ role }: { role: Role }) {
  const { t } = useTranslation();
  if (role === 'viewer') return null;
  return (
    <span
      className={cx(
        'inline-block rounded-sm px-1 align-[1px] font-medium text-[0.625rem] leading-3.5',
        looks[role],
      )}
    >
      {t(`chat.roles.${role}`)}
    </span>
  );
}

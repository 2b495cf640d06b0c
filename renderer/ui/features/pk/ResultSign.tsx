import { Frown, Handshake, Trophy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx.ts';
import type { Outcome } from './pkNow.ts';

const faces = {
  win: { Icon: Trophy, look: 'border-warn bg-warn-dim text-warn' },
  lose: { Icon: Frown, look: 'border-edge bg-control text-text' },
  draw: { Icon: Handshake, look: 'border-accent bg-control text-text' },
} as const satisfies Record<Outcome, unknown>;

/** Won, lost or drawn. It grows into its place once, unless motion is not wanted. */
export function ResultSign({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const { Icon, look } = faces[outcome];
  return (
    <p
      role="status"
      className={cx(
        'pk-result flex items-center justify-center gap-2 rounded-lg border py-2 font-semibold text-xl',
        look,
      )}
    >
      <Icon className="size-6" aria-hidden />
      {t(`pk.outcomes.${outcome}`)}
    </p>
  );
}

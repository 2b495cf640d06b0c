import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { shallowEqual } from 'react-redux';
import { useStudioEqual } from '../../app/hooks.ts';
import { activeWarnings } from './active.ts';

/** Frames a strip that needs a look, and says why under its name. */
export function StripWarning({ id }: { id: string }) {
  const { t } = useTranslation();
  const kinds = useStudioEqual(
    ({ session, show }) =>
      activeWarnings(session, show)
        .filter((it) => it.id === id)
        .map(({ kind }) => kind),
    shallowEqual,
  );
  const first = kinds[0];
  if (!first) return null;
  return (
    <span
      role="img"
      aria-label={kinds.map((kind) => t(`warnings.short.${kind}`)).join(', ')}
      className="pointer-events-none absolute inset-0 border-2 border-warn"
    >
      <span className="absolute top-6 right-0 flex max-w-full items-center gap-1 rounded-l-md bg-warn px-1.5 text-xs font-semibold text-bg">
        <TriangleAlert className="size-3 shrink-0" aria-hidden />
        <span className="truncate">{t(`warnings.short.${first}`)}</span>
      </span>
    </span>
  );
}

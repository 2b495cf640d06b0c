import { Pin, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { useModeration } from './person/moderation.tsx';

/** The message that everybody in the room has on top. */
export function Pinned() {
  const { t } = useTranslation();
  const moderation = useModeration();
  const pinned = useStudio(({ session }) => session.pinned);
  if (!pinned || (pinned.kind !== 'text' && pinned.kind !== 'notice')) return null;
  return (
    <section
      aria-label={t('chat.pinned')}
      className="mx-3.5 mb-1.5 flex shrink-0 items-start gap-2 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-2.5"
    >
      <Pin className="mt-1 size-3.5 shrink-0 text-accent" aria-hidden />
      <p className="selectable line-clamp-3 min-w-0 flex-1 [overflow-wrap:anywhere]">
        {pinned.kind === 'text' ? (
          <>
            <bdi className="text-accent">{pinned.from.name}</bdi>{' '}
          </>
        ) : null}
        <bdi>{pinned.text}</bdi>
      </p>
      <IconButton label={t('chat.acts.unpin')} onClick={() => moderation.pin(null)}>
        <X aria-hidden />
      </IconButton>
    </section>
  );
}

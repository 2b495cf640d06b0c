import { Heart, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChatFigures, useChatView } from '../../app/chat/index.ts';
import { formatCount } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';

/** How many are there and how often they have liked: nobody reads the four hundredth heart. */
export function ChatFigures() {
  const { t, i18n } = useTranslation();
  const hidesLikes = useChatView(({ filter }) => filter.hidesLikes);
  const known = useStudio(({ session }) => session.room !== null);
  const online = useChatFigures((figures) => formatCount(figures.online, i18n.language));
  const likes = useChatFigures((figures) => formatCount(figures.likes, i18n.language));
  if (!known) return null;
  return (
    <div className="flex shrink-0 items-center gap-2.5 text-sm text-text-2">
      <Figure icon={<Users aria-hidden />} name={t('chat.online')} value={online} />
      {hidesLikes ? null : (
        <Figure icon={<Heart aria-hidden />} name={t('chat.likes')} value={likes} />
      )}
    </div>
  );
}

function Figure({ icon, name, value }: { icon: ReactNode; name: string; value: string }) {
  return (
    <span title={name} className="figures flex items-center gap-1 [&_svg]:size-3.5">
      {icon}
      <span className="sr-only">{name}</span>
      {value}
    </span>
  );
}

import { Ban, LogOut, MicOff, ShieldCheck, ShieldOff, Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../../../common/chat/message.ts';
import { MenuLine, PlainItem, SubMenu } from '../../../commands/ContextItems.tsx';
import { useModeration } from './moderation.tsx';

/** Minutes that somebody may be silenced for. */
const spans = [1, 10, 60];

/** What can be done with somebody in the room, in a context menu. The host's own has none of it. */
export function PersonMenuItems({ person }: { person: Person }) {
  const { t } = useTranslation();
  const moderation = useModeration();
  if (person.role === 'owner') return null;
  const isAdmin = person.role === 'admin';
  return (
    <>
      <SubMenu title={t('chat.acts.mute')} icon={<MicOff aria-hidden />}>
        {spans.map((minutes) => (
          <PlainItem key={minutes} onSelect={() => moderation.mute(person, minutes)}>
            {t('chat.acts.minutes', { count: minutes })}
          </PlainItem>
        ))}
      </SubMenu>
      <PlainItem icon={<Volume2 aria-hidden />} onSelect={() => moderation.unmute(person)}>
        {t('chat.acts.unmute')}
      </PlainItem>
      <PlainItem
        icon={isAdmin ? <ShieldOff aria-hidden /> : <ShieldCheck aria-hidden />}
        onSelect={() => moderation.setRole(person, isAdmin ? 'viewer' : 'admin')}
      >
        {t(isAdmin ? 'chat.acts.noModerator' : 'chat.acts.moderator')}
      </PlainItem>
      <MenuLine />
      <PlainItem icon={<LogOut aria-hidden />} danger onSelect={() => moderation.kick(person)}>
        {t('chat.acts.kick')}…
      </PlainItem>
      <PlainItem icon={<Ban aria-hidden />} danger onSelect={() => moderation.ban(person)}>
        {t('chat.acts.ban')}…
      </PlainItem>
    </>
  );
}

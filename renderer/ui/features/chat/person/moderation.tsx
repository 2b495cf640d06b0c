import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, TextItem } from '../../../../../common/chat/message.ts';
import { ask } from '../../../app/studio.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';

type Who = Pick<Person, 'userId' | 'name'>;

/** What is asked about before it is done, as it cannot be taken back without harm. */
type Asked =
  | { readonly act: 'kick' | 'ban'; readonly who: Who }
  | { readonly act: 'remove'; readonly item: TextItem };

export type Moderation = {
  readonly mute: (who: Who, minutes: number) => void;
  readonly unmute: (who: Who) => void;
  readonly setRole: (who: Who, role: 'admin' | 'viewer') => void;
  /** Null takes the pinned message down. */
  readonly pin: (messageId: string | null) => void;
  /** These ask first. */
  readonly kick: (who: Who) => void;
  readonly ban: (who: Who) => void;
  readonly remove: (item: TextItem) => void;
};

const Context = createContext<Moderation | null>(null);

/** What the host may do to the room and those in it. */
export function useModeration(): Moderation {
  const moderation = useContext(Context);
  if (!moderation) throw new Error('no ModerationProvider above');
  return moderation;
}

export function ModerationProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const moderation = useMemo<Moderation>(
    () => ({
      mute: ({ userId }, minutes) =>
        void ask('chat:order', { order: 'mute', userId, seconds: minutes * 60 }),
      unmute: ({ userId }) => void ask('chat:order', { order: 'unmute', userId }),
      setRole: ({ userId }, role) => void ask('chat:order', { order: 'role', userId, role }),
      pin: (id) => void ask('chat:order', { order: 'pin', id }),
      kick: (who) => setAsked({ act: 'kick', who }),
      ban: (who) => setAsked({ act: 'ban', who }),
      remove: (item) => setAsked({ act: 'remove', item }),
    }),
    [],
  );
  const confirm = () => {
    if (!asked) return;
    if (asked.act === 'remove') void ask('chat:order', { order: 'delete', id: asked.item.id });
    else void ask('chat:order', { order: asked.act, userId: asked.who.userId });
  };
  const name = asked?.act === 'remove' ? asked.item.from.name : (asked?.who.name ?? '');
  return (
    <Context value={moderation}>
      {children}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={asked ? t(`chat.confirm.${asked.act}`, { name: shortened(name) }) : ''}
        description={
          asked?.act === 'remove'
            ? t('chat.confirm.removeMeaning', { text: shortened(asked.item.text, 80) })
            : asked
              ? t(`chat.confirm.${asked.act}Meaning`)
              : ''
        }
        confirmLabel={asked ? t(`chat.acts.${asked.act}`) : ''}
        onConfirm={confirm}
      />
    </Context>
  );
}

/** What a stranger wrote does not fill a dialogue. */
function shortened(text: string, most = 24): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most).join('')}…` : text;
}

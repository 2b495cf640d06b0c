import { CircleCheck, Copy, MonitorUp, Pin, PinOff, Reply, Trash2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Line, personOf, takenBackBy } from '../../../app/chat/lines.ts';
import { useStudio } from '../../../app/hooks.ts';
import { ask } from '../../../app/studio.ts';
import { MenuBox, MenuLine, PlainItem } from '../../../commands/ContextItems.tsx';
import { copyText } from '../../../components/clipboard.ts';
import { useModeration } from '../person/moderation.tsx';
import { PersonMenuItems } from '../person/PersonMenu.tsx';
import type { OnReply } from '../reply.ts';

/** All that can be done with a line and who it is of. */
export function LineMenu({ line, onReply }: { line: Line | null; onReply: OnReply }) {
  const { t } = useTranslation();
  const moderation = useModeration();
  const pinnedId = useStudio(({ session }) => session.pinned?.id ?? null);
  const question = useStudio(({ session }) =>
    line?.kind === 'said' ? session.questions.find(({ id }) => id === line.item.id) : undefined,
  );
  const takeBack = line && takenBackBy(line);
  if (takeBack)
    return (
      <MenuBox>
        <PlainItem icon={<Undo2 aria-hidden />} onSelect={() => void ask('chat:order', takeBack)}>
          {t(`chat.acts.${takeBack.order}`)}
        </PlainItem>
      </MenuBox>
    );
  const person = line && personOf(line);
  if (!line || !person) return null;
  const said = line.kind === 'said' && !line.removed ? line.item : null;
  return (
    <MenuBox>
      {said ? (
        <>
          <PlainItem icon={<Reply aria-hidden />} keyText="R" onSelect={() => onReply(said)}>
            {t('chat.acts.reply')}
          </PlainItem>
          {said.question ? (
            <PlainItem
              icon={
                question?.state === 'onAir' ? (
                  <CircleCheck aria-hidden />
                ) : (
                  <MonitorUp aria-hidden />
                )
              }
              keyText="Q"
              onSelect={() =>
                void ask('chat:question', {
                  id: said.id,
                  state: question?.state === 'onAir' ? 'done' : 'onAir',
                })
              }
            >
              {t(question?.state === 'onAir' ? 'chat.questions.finish' : 'chat.questions.air')}
            </PlainItem>
          ) : null}
          {said.id === pinnedId ? (
            <PlainItem icon={<PinOff aria-hidden />} onSelect={() => moderation.pin(null)}>
              {t('chat.acts.unpin')}
            </PlainItem>
          ) : (
            <PlainItem
              icon={<Pin aria-hidden />}
              keyText="P"
              onSelect={() => moderation.pin(said.id)}
            >
              {t('chat.acts.pin')}
            </PlainItem>
          )}
          <PlainItem icon={<Copy aria-hidden />} onSelect={() => void copyText(said.text)}>
            {t('chat.acts.copy')}
          </PlainItem>
          <PlainItem
            icon={<Trash2 aria-hidden />}
            keyText="Del"
            danger
            onSelect={() => moderation.remove(said)}
          >
            {t('chat.acts.remove')}…
          </PlainItem>
          {person.role === 'owner' ? null : <MenuLine />}
        </>
      ) : null}
      <PersonMenuItems person={person} />
    </MenuBox>
  );
}

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextItem } from '../../../../common/chat/message.ts';
import { useChatView } from '../../app/chat/index.ts';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { chatPartChosen } from '../../app/state/view.ts';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { ChatFigures } from './ChatFigures.tsx';
import { ConnectionStrip } from './ConnectionStrip.tsx';
import { Composer } from './compose/Composer.tsx';
import { EmptyChat } from './EmptyChat.tsx';
import { MessageList } from './list/MessageList.tsx';
import { PaceStrip } from './list/PaceStrip.tsx';
import { Toolbar } from './list/Toolbar.tsx';
import { Pinned } from './Pinned.tsx';
import { ModerationProvider } from './person/moderation.tsx';
import { Questions } from './questions/Questions.tsx';

/** What the audience says: to read, to answer, to keep in order; and its questions, to put on air. */
export function ChatPanel() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const part = useView((view) => view.chatPart);
  const waiting = useStudio(
    ({ session }) => session.questions.filter(({ state }) => state === 'waiting').length,
  );
  const questions =
    waiting > 0 ? `${t('chat.parts.questions')} ${waiting}` : t('chat.parts.questions');
  return (
    <ModerationProvider>
      <div className="flex h-full flex-col">
        <div className="flex h-11 shrink-0 items-center gap-2 px-3.5">
          <SegmentedControl
            label={t('chat.part')}
            value={part}
            options={[
              { value: 'talk', label: t('chat.parts.talk') },
              { value: 'questions', label: questions },
            ]}
            onChoose={(next) => dispatch(chatPartChosen(next))}
            className="min-w-0 flex-1"
          />
          <ChatFigures />
        </div>
        {part === 'talk' ? <Talk /> : <Questions />}
      </div>
    </ModerationProvider>
  );
}

function Talk() {
  const [replyTo, setReplyTo] = useState<TextItem | null>(null);
  const isEmpty = useChatView(({ lines }) => lines.length === 0);
  const roomId = useStudio(({ session }) => session.room?.roomId ?? null);
  // What is answered is of this room.
  useEffect(() => setReplyTo(null), [roomId]);
  return (
    <>
      <Toolbar />
      <Pinned />
      <ConnectionStrip />
      {isEmpty ? <EmptyChat /> : <MessageList onReply={setReplyTo} />}
      <PaceStrip />
      <Composer replyTo={replyTo} onReplyDone={() => setReplyTo(null)} />
    </>
  );
}

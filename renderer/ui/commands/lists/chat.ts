import {
  CircleHelp,
  DoorOpen,
  MessagesSquare,
  Pause,
  PictureInPicture2,
  Rows3,
} from 'lucide-react';
import type { Question } from '../../../../common/rooms/room.ts';
import { chatView } from '../../app/chat/index.ts';
import { chatPartChosen, dialogOpened, sideTabChosen } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { ask } from '../../app/studio.ts';
import { commands } from '../command.ts';

const nextOf = (questions: readonly Question[]) =>
  questions.find(({ state }) => state === 'waiting');

/** The next question comes on air; the one that is there is done with. */
async function takeNextQuestion(questions: readonly Question[]): Promise<void> {
  const next = nextOf(questions);
  const now = questions.find(({ state }) => state === 'onAir');
  if (now) {
    const answer = await ask('chat:question', { id: now.id, state: 'done' });
    if (!answer.ok) return;
  }
  if (next) await ask('chat:question', { id: next.id, state: 'onAir' });
}

/** The audience: what it says, and the room that it is in. */
export const chatCommands = commands([
  {
    id: 'chat.open',
    group: 'chat',
    icon: MessagesSquare,
    key: () => 'CmdOrCtrl+Shift+T',
    on: ({ view }) => view.sideTab === 'chat',
    run: () => store.dispatch(chatPartChosen('talk')),
  },
  {
    id: 'chat.pause',
    group: 'chat',
    icon: Pause,
    key: () => 'CmdOrCtrl+Shift+P',
    on: () => chatView.holdsBy('pressed'),
    run: () => chatView.hold('pressed', !chatView.holdsBy('pressed')),
  },
  {
    id: 'chat.window',
    group: 'chat',
    icon: PictureInPicture2,
    on: ({ session }) => session.chatWindow,
    run: ({ session }) => void ask('chat:window', { open: !session.chatWindow }),
  },
  {
    id: 'chat.questions',
    group: 'chat',
    icon: CircleHelp,
    run: () => store.dispatch(chatPartChosen('questions')),
  },
  {
    id: 'chat.nextQuestion',
    group: 'chat',
    icon: CircleHelp,
    key: () => 'CmdOrCtrl+Shift+Q',
    enabled: ({ session }) => session.questions.some(({ state }) => state !== 'done'),
    run: ({ session }) => void takeNextQuestion(session.questions),
  },
  {
    id: 'room.open',
    group: 'chat',
    icon: DoorOpen,
    run: () => store.dispatch(sideTabChosen('room')),
  },
  {
    id: 'rooms.open',
    group: 'chat',
    icon: Rows3,
    run: () => store.dispatch(dialogOpened('rooms')),
  },
]);

import { CircleHelp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../../../../common/rooms/room.ts';
import { useStudio } from '../../../app/hooks.ts';
import { Fold } from '../../../components/Fold.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import { UnseenNote } from './UnseenNote.tsx';

/** Questions of the audience: one on air, those that wait, and those that are done with. */
export function Questions() {
  const { t } = useTranslation();
  const questions = useStudio(({ session }) => session.questions);
  const of = (state: Question['state']) => questions.filter((it) => it.state === state);
  const [onAir, waiting, done] = [of('onAir'), of('waiting'), of('done')];
  if (questions.length === 0)
    return (
      <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-2 p-6 text-center">
        <CircleHelp className="size-8 text-text-3" aria-hidden />
        <p className="font-medium">{t('chat.questions.empty')}</p>
        <p className="max-w-64 text-sm text-text-2">{t('chat.questions.emptyHint')}</p>
      </div>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-3.5 pt-1 pb-3">
      {onAir.length > 0 ? (
        <div className="flex flex-col gap-2">
          <List title={t('chat.questions.onAir')} questions={onAir} />
          <UnseenNote />
        </div>
      ) : null}
      {waiting.length > 0 ? (
        <List title={t('chat.questions.waiting', { count: waiting.length })} questions={waiting} />
      ) : (
        <p className="text-sm text-text-2">{t('chat.questions.noneWaiting')}</p>
      )}
      {done.length > 0 ? (
        <Fold title={t('chat.questions.done', { count: done.length })}>
          <List title={t('chat.questions.doneList')} hidden questions={done} />
        </Fold>
      ) : null}
    </div>
  );
}

type ListProps = { title: string; hidden?: boolean; questions: readonly Question[] };

function List({ title, hidden, questions }: ListProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      {hidden ? null : <h3 className="panel-title">{title}</h3>}
      <ul className="flex flex-col gap-2">
        {questions.map((question) => (
          <QuestionCard key={question.id} question={question} />
        ))}
      </ul>
    </section>
  );
}

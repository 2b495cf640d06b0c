import { CircleHelp, Gift, ListFilter, MessagesSquare, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chatView, useChatView } from '../../app/chat/index.ts';
import { useAppDispatch, useStudio } from '../../app/hooks.ts';
import { sideTabChosen } from '../../app/state/view.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';

/** Nothing to read yet: why, and what to do first. */
export function EmptyChat() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const state = useStudio(({ session }) => session.chat.state);
  const inviteUrl = useStudio(({ session }) => session.room?.inviteUrl ?? '');
  const { kind, query } = useChatView(({ filter }) => filter);
  if (query !== '')
    return (
      <Face icon={<Search aria-hidden />} what={t('chat.notFound', { query })}>
        <Button size="sm" onClick={() => chatView.look({ query: '' })}>
          {t('common.searchClear')}
        </Button>
      </Face>
    );
  if (kind !== 'all')
    return (
      <Face
        icon={
          kind === 'questions' ? (
            <CircleHelp aria-hidden />
          ) : kind === 'gifts' ? (
            <Gift aria-hidden />
          ) : (
            <ListFilter aria-hidden />
          )
        }
        what={t(`chat.emptyOf.${kind}`)}
      >
        <Button size="sm" onClick={() => chatView.look({ kind: 'all' })}>
          {t('chat.showAll')}
        </Button>
      </Face>
    );
  if (state === 'connected')
    return (
      <Face icon={<MessagesSquare aria-hidden />} what={t('chat.quiet')} hint={t('chat.quietHint')}>
        {inviteUrl ? <CopyButton text={inviteUrl} label={t('chat.copyInvite')} /> : null}
      </Face>
    );
  if (state === 'connecting') return <div className="min-h-0 flex-1" aria-busy />;
  return (
    <Face icon={<MessagesSquare aria-hidden />} what={t('chat.noRoom')} hint={t('chat.noRoomHint')}>
      <Button size="sm" onClick={() => dispatch(sideTabChosen('room'))}>
        {t('chat.setUpRoom')}
      </Button>
    </Face>
  );
}

type FaceProps = { icon: ReactNode; what: string; hint?: string; children?: ReactNode };

function Face({ icon, what, hint, children }: FaceProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-2 overflow-y-auto p-6 text-center [&>svg]:size-8 [&>svg]:text-text-3">
      {icon}
      <p className="font-medium">{what}</p>
      {hint ? <p className="max-w-64 text-sm text-text-2">{hint}</p> : null}
      <div className="mt-1">{children}</div>
    </div>
  );
}

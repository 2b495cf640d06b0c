import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { sideTabChosen } from '../../app/state/view.ts';
import { Button } from '../../components/Button.tsx';
import { host } from './host.ts';

/** The oldest raised hand, above whatever tab is open. */
export function HandStrip() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const tab = useView((view) => view.sideTab);
  const people = useStudio(({ session }) => session.cohost.desk?.people);
  const asking = people?.filter(({ stage }) => stage === 'asking') ?? [];
  const [first] = asking;
  return (
    <div aria-live="polite">
      {!first || tab === 'guests' ? null : (
        <div className="flex flex-col gap-1.5 border-warn/40 border-b bg-warn-dim px-3.5 py-2">
          <p className="flex min-w-0 items-center gap-1.5">
            <Hand className="size-4 shrink-0 text-warn" aria-hidden />
            <span className="min-w-0 truncate" title={first.name}>
              {t('guests.asks', { name: first.name })}
            </span>
          </p>
          <div className="flex flex-wrap gap-1.5">
            <Button
              size="sm"
              look="primary"
              onClick={() =>
                host({ do: 'accept', userId: first.userId, ticket: first.ticket, toAir: false })
              }
            >
              {t('guests.accept')}
            </Button>
            <Button
              size="sm"
              onClick={() => host({ do: 'decline', userId: first.userId, ticket: first.ticket })}
            >
              {t('guests.decline')}
            </Button>
            {asking.length > 1 ? (
              <Button size="sm" look="ghost" onClick={() => dispatch(sideTabChosen('guests'))}>
                {t('guests.moreHands', { count: asking.length - 1 })}
              </Button>
            ) : null}
          </div>
        </div>
      )}
    </div>
  );
}

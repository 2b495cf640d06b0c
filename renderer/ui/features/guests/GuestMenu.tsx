import { Ban, Ellipsis, LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CohostPerson } from '../../../../common/cohost/desk.ts';
import { useStudio } from '../../app/hooks.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem, MenuLine, MenuTitle } from '../../components/Menu.tsx';
import { host } from './host.ts';

/** What is done seldom: another seat, away with somebody, and for good. */
export function GuestMenu({ person }: { person: CohostPerson }) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState<'kick' | 'block' | null>(null);
  const seats = useStudio(({ session }) => session.cohost.desk?.seats ?? 0);
  const { userId, name, seat, stage } = person;
  const isIn = stage === 'green' || stage === 'air';
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('guests.more', { name })}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        {isIn && seats > 0 ? (
          <>
            <MenuTitle>{t('guests.toSeat')}</MenuTitle>
            {Array.from({ length: seats }, (_, at) => at + 1)
              .filter((it) => it !== seat)
              .map((it) => (
                <MenuItem key={it} onSelect={() => host({ do: 'air', userId, seat: it })}>
                  {t('guests.seat', { seat: it })}
                </MenuItem>
              ))}
            <MenuLine />
          </>
        ) : null}
        <MenuItem icon={<LogOut aria-hidden />} danger onSelect={() => setAsks('kick')}>
          {t('guests.kick')}…
        </MenuItem>
        <MenuItem icon={<Ban aria-hidden />} danger onSelect={() => setAsks('block')}>
          {t('guests.block')}…
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asks !== null}
        onOpenChange={() => setAsks(null)}
        title={t(asks === 'block' ? 'guests.blockAsk' : 'guests.kickAsk', { name })}
        description={t(asks === 'block' ? 'guests.blockMeaning' : 'guests.kickMeaning')}
        confirmLabel={t(asks === 'block' ? 'guests.block' : 'guests.kick')}
        onConfirm={() => host({ do: asks === 'block' ? 'block' : 'kick', userId })}
      />
    </>
  );
}

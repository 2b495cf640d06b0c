import { Check, ListFilter, Pause, PictureInPicture2, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { lineKinds } from '../../../app/chat/filter.ts';
import { chatView, useChatView } from '../../../app/chat/index.ts';
import { useStudio } from '../../../app/hooks.ts';
import { useCommand } from '../../../commands/useCommand.ts';
import { cx } from '../../../components/cx.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Menu, MenuItem, MenuLine } from '../../../components/Menu.tsx';
import { SearchField } from '../../../components/SearchField.tsx';
import { RulesPopover } from '../rules/RulesPopover.tsx';

/** Search, what is looked at, standing still, the window for a second screen, and the rules. */
export function Toolbar() {
  return (
    <div className="flex shrink-0 items-center gap-0.5 pr-2.5 pb-2 pl-3.5">
      <LinesSearch />
      <FilterMenu />
      <PauseButton />
      <WindowButton />
      <RulesPopover />
    </div>
  );
}

function LinesSearch() {
  const { t } = useTranslation();
  const query = useChatView(({ filter }) => filter.query);
  return (
    <SearchField
      label={t('chat.search')}
      value={query}
      onChange={(next) => chatView.look({ query: next })}
      className="mr-1 min-w-0 flex-1"
    />
  );
}

function FilterMenu() {
  const { t } = useTranslation();
  const { kind, hidesEnters, hidesLikes } = useChatView(({ filter }) => filter);
  const active = kind !== 'all' || hidesEnters || hidesLikes;
  const mark = (on: boolean) =>
    on ? <Check aria-hidden /> : <span className="size-4 shrink-0" aria-hidden />;
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          label={t('chat.filter')}
          className={cx('size-7', active && 'bg-control text-accent')}
        >
          <ListFilter aria-hidden />
        </IconButton>
      }
    >
      {lineKinds.map((one) => (
        <MenuItem
          key={one}
          role="menuitemradio"
          aria-checked={one === kind}
          icon={mark(one === kind)}
          onSelect={() => chatView.look({ kind: one })}
        >
          {t(`chat.kinds.${one}`)}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem
        role="menuitemcheckbox"
        aria-checked={hidesEnters}
        icon={mark(hidesEnters)}
        onSelect={() => chatView.look({ hidesEnters: !hidesEnters })}
      >
        {t('chat.hideEnters')}
      </MenuItem>
      <MenuItem
        role="menuitemcheckbox"
        aria-checked={hidesLikes}
        icon={mark(hidesLikes)}
        onSelect={() => chatView.look({ hidesLikes: !hidesLikes })}
      >
        {t('chat.hideLikes')}
      </MenuItem>
    </Menu>
  );
}

function PauseButton() {
  const { hint, run } = useCommand('chat.pause');
  const paused = useChatView((view) => view.holdsBy('pressed'));
  return (
    <IconButton
      label={hint}
      aria-pressed={paused}
      onClick={run}
      className={cx('size-7', paused && 'bg-warn-dim text-warn')}
    >
      {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
    </IconButton>
  );
}

function WindowButton() {
  const { hint, run } = useCommand('chat.window');
  const open = useStudio(({ session }) => session.chatWindow);
  return (
    <IconButton
      label={hint}
      aria-pressed={open}
      onClick={run}
      className={cx('size-7', open && 'bg-control text-accent')}
    >
      <PictureInPicture2 aria-hidden />
    </IconButton>
  );
}

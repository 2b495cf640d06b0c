import { Smile } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../components/IconButton.tsx';
import { PopoverBox } from '../../../components/PopoverBox.tsx';

/** What hosts send most; the system's own picker has all the others. */
const emoji = [
  ...['😀', '😂', '🤣', '😊', '😍', '😘', '😎', '🤔'],
  ...['😅', '😭', '😱', '😴', '🤗', '🥳', '😇', '🙄'],
  ...['👍', '👏', '🙏', '💪', '👋', '✌️', '👌', '🤝'],
  ...['❤️', '💖', '🔥', '✨', '🎉', '🎁', '🌹', '🚀'],
  ...['🎵', '🎤', '🎮', '📣', '✅', '❓', '💯', '☕'],
];
const COLUMNS = 8;
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -COLUMNS,
  ArrowDown: COLUMNS,
};

type Props = { disabled: boolean; onPick: (emoji: string) => void };

export function EmojiPicker({ disabled, onPick }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const grid = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const next = buttons[at + (steps[event.key] ?? 0)];
    if (!(event.key in steps) || !next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <IconButton label={t('chat.emoji')} disabled={disabled} className="size-7">
          <Smile aria-hidden />
        </IconButton>
      </Popover.Trigger>
      <PopoverBox
        title={t('chat.emoji')}
        sideOffset={8}
        className="p-2"
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        <div ref={grid} onKeyDown={onKeyDown} className="grid grid-cols-8 gap-0.5">
          {emoji.map((one, index) => (
            <button
              key={one}
              type="button"
              tabIndex={index === 0 ? 0 : -1}
              onClick={() => {
                onPick(one);
                setOpen(false);
              }}
              className="flex size-8 items-center justify-center rounded-md text-lg hover:bg-control"
            >
              {one}
            </button>
          ))}
        </div>
      </PopoverBox>
    </Popover.Root>
  );
}

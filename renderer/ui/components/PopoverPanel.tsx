import { X } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  title: string;
  /** The button that opens it. */
  trigger: ReactElement;
  side?: 'top' | 'bottom' | 'left';
  align?: 'start' | 'end';
  children: ReactNode;
};

/** Settings that open at a button, over what is near it; the rest of the window stays at hand. */
export function PopoverPanel({ title, trigger, side = 'top', align = 'start', children }: Props) {
  const { t } = useTranslation();
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
          aria-label={title}
          className="z-40 flex max-h-(--radix-popover-content-available-height) w-80 flex-col rounded-lg border border-line bg-panel shadow-xl shadow-black/60"
        >
          <div className="flex items-center gap-2 border-line border-b py-2 pr-2 pl-3.5">
            <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
            <Popover.Close
              aria-label={t('common.close')}
              className="rounded-md p-1 text-text-2 hover:bg-control hover:text-text"
            >
              <X className="size-4" aria-hidden />
            </Popover.Close>
          </div>
          <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-3.5">{children}</div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

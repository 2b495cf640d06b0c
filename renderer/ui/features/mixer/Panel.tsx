import { X } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  title: string;
  /** The button that opens it. */
  trigger: ReactElement;
  children: ReactNode;
};

/** A panel that opens over the picture at a strip's button; the mixer stays at hand beside it. */
export function Panel({ title, trigger, children }: Props) {
  const { t } = useTranslation();
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={title}
          className="z-40 flex max-h-(--radix-popover-content-available-height) w-80 flex-col rounded-lg border border-line bg-panel shadow-xl shadow-black/60"
        >
          <header className="flex items-center gap-2 border-line border-b py-2 pr-2 pl-3.5">
            <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
            <Popover.Close
              aria-label={t('common.close')}
              className="rounded-md p-1 text-text-2 hover:bg-control hover:text-text"
            >
              <X className="size-4" aria-hidden />
            </Popover.Close>
          </header>
          <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-3.5">{children}</div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

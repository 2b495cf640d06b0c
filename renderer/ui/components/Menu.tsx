import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

type Props = {
  trigger: ReactElement;
  align?: 'start' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

/** What can be done with something, behind a button. */
export function Menu({ trigger, align = 'start', open, onOpenChange, children }: Props) {
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 overflow-y-auto rounded-md border border-line bg-control p-1 shadow-xl shadow-black/60"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ItemProps = ComponentProps<typeof Radix.Item> & { icon?: ReactNode; danger?: boolean };

export function MenuItem({ icon, danger, children, className, ...rest }: ItemProps) {
  return (
    <Radix.Item
      {...rest}
      className={cx(
        'group/item flex min-h-8 items-center gap-2 rounded-sm px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-accent data-highlighted:text-bg [&_svg]:size-4 [&_svg]:shrink-0',
        danger && 'text-air-text',
        className,
      )}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Radix.Item>
  );
}

export const MenuLine = () => <Radix.Separator className="mx-1 my-1 h-px bg-line" />;

export const MenuTitle = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 py-1 text-sm text-text-2">{children}</Radix.Label>
);

import { Check, ChevronRight } from 'lucide-react';
import { ContextMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from '../components/cx.ts';
import { commandIcon } from './registry.ts';
import { useCommand } from './useCommand.ts';

const box =
  'z-50 max-h-(--radix-context-menu-content-available-height) min-w-52 max-w-80 overflow-y-auto rounded-md border border-line bg-control p-1 shadow-xl shadow-black/60';
const row =
  'group/item flex h-8 items-center gap-2 rounded-sm px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-accent data-highlighted:text-bg [&_svg]:size-4 [&_svg]:shrink-0';

export const MenuBox = ({ children }: { children: ReactNode }) => (
  <Radix.Content collisionPadding={8} className={box}>
    {children}
  </Radix.Content>
);

/** Commands of the registry one below the other; `-` is a line. */
export function ContextItems({ names }: { names: readonly string[] }) {
  return names.map((name, index) =>
    name === '-' ? <MenuLine key={`line-${index}`} /> : <CommandItem key={name} name={name} />,
  );
}

export const MenuLine = () => <Radix.Separator className="mx-1 my-1 h-px bg-line" />;

/** A command in a context menu, with its key. */
export function CommandItem({ name, danger }: { name: string; danger?: boolean }) {
  const { label, key, enabled, on, run } = useCommand(name);
  const Icon = commandIcon(name);
  return (
    <PlainItem
      icon={Icon ? <Icon aria-hidden /> : null}
      disabled={!enabled}
      danger={danger}
      onSelect={run}
      keyText={key}
      checked={on}
    >
      {label}
    </PlainItem>
  );
}

type PlainProps = {
  icon?: ReactNode;
  disabled?: boolean;
  danger?: boolean;
  checked?: boolean;
  keyText?: string;
  onSelect: () => void;
  children: ReactNode;
};

export function PlainItem(props: PlainProps) {
  const { icon, disabled, danger, checked, keyText, onSelect, children } = props;
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      aria-keyshortcuts={keyText || undefined}
      className={cx(row, danger && 'text-air-text')}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {checked ? <Check aria-hidden /> : null}
      {keyText ? (
        <kbd className="pl-3 font-sans text-sm text-text-2 group-data-highlighted/item:text-bg">
          {keyText}
        </kbd>
      ) : null}
    </Radix.Item>
  );
}

type SubProps = { title: ReactNode; icon?: ReactNode; children: ReactNode };

export const SubMenu = ({ title, icon, children }: SubProps) => (
  <Radix.Sub>
    <Radix.SubTrigger
      className={cx(row, 'data-[state=open]:not-data-highlighted:bg-control-hover')}
    >
      {icon ?? <span className="w-4 shrink-0" />}
      <span className="min-w-0 flex-1 truncate">{title}</span>
      <ChevronRight aria-hidden />
    </Radix.SubTrigger>
    <Radix.Portal>
      <Radix.SubContent collisionPadding={8} className={box}>
        {children}
      </Radix.SubContent>
    </Radix.Portal>
  </Radix.Sub>
);

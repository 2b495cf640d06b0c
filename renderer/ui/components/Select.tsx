import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';

export type Option = { value: string; label: string };

type Props = {
  id?: string;
  label: string;
  value: string;
  options: readonly Option[];
  onValueChange: (value: string) => void;
  disabled?: boolean;
};

/** One choice out of a few. Option values must not be empty. */
export function Select({ id, label, value, options, onValueChange, disabled }: Props) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Radix.Root value={value} onValueChange={onValueChange} disabled={disabled}>
      <Radix.Trigger
        id={id}
        aria-label={label}
        title={chosen?.label}
        className="flex h-8 w-full min-w-0 items-center gap-2 rounded-md border border-edge bg-bg px-2 text-left disabled:opacity-50"
      >
        <span className="min-w-0 flex-1 truncate">
          <Radix.Value />
        </span>
        <ChevronDown className="size-3.5 shrink-0 text-text-2" aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-72 min-w-(--radix-select-trigger-width) max-w-[min(28rem,90vw)] overflow-hidden rounded-md border border-line bg-control p-1 shadow-xl shadow-black/60"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex h-8 items-center gap-2 rounded-sm pr-3 pl-2 outline-none data-highlighted:bg-accent data-highlighted:text-bg"
              >
                <span className="w-3.5 shrink-0">
                  <Radix.ItemIndicator>
                    <Check className="size-3.5" aria-hidden />
                  </Radix.ItemIndicator>
                </span>
                <span className="truncate">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

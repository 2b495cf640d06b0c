import { type Option, Select } from './Select.tsx';

type Props<T extends string> = {
  label: string;
  value: T;
  options: readonly (Option & { value: T })[];
  onChoose: (value: T) => void;
  disabled?: boolean;
};

/** A choice with its label above it. */
export function LabelledSelect<T extends string>({ label, onChoose, ...rest }: Props<T>) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <span className="text-sm text-text-2">{label}</span>
      <Select label={label} onValueChange={(value) => onChoose(value as T)} {...rest} />
    </div>
  );
}

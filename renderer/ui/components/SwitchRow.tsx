import { useId } from 'react';
import { Switch } from './Switch.tsx';

type Props = {
  label: string;
  hint?: string;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** A switch with its words on the left. */
export function SwitchRow({ label, hint, ...rest }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={id}>{label}</label>
        {hint ? <p className="text-sm text-text-2">{hint}</p> : null}
      </div>
      <span className="flex h-5 items-center">
        <Switch id={id} label={label} {...rest} />
      </span>
    </div>
  );
}

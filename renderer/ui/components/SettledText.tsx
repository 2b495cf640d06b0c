import { useState } from 'react';
import { TextField } from './Field.tsx';

type Props = {
  label: string;
  value: string;
  maxLength?: number;
  placeholder?: string;
  hint?: string;
  /** Said once it has been left or Enter was pressed; such a text stays and is not handed on. */
  faultOf?: (text: string) => string | null;
  /** Enter was pressed or the field left. */
  onSettle: (text: string) => void;
};

/** A text that counts when it is whole: at Enter, or when the field is left. Escape takes it back. */
export function SettledText({ value, faultOf, onSettle, hint, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const settle = () => {
    if (typed === null) return;
    const wrong = faultOf?.(typed) ?? null;
    setFault(wrong);
    if (wrong) return;
    setTyped(null);
    onSettle(typed);
  };
  return (
    <TextField
      {...rest}
      spellCheck={false}
      value={typed ?? value}
      error={fault}
      hint={hint}
      onChange={({ target }) => {
        setTyped(target.value);
        setFault(null);
      }}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
        if (event.key === 'Escape' && typed !== null) {
          event.stopPropagation();
          setTyped(null);
          setFault(null);
        }
      }}
    />
  );
}

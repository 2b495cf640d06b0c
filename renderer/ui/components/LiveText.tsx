import { useEffect, useRef } from 'react';
import { TextArea, TextField } from './Field.tsx';
import { type OnEdit, useLiveEdit } from './useLiveEdit.ts';

type Props = {
  label: string;
  value: string;
  maxLength: number;
  /** More than one line. */
  rows?: number;
  placeholder?: string;
  /** Code, not prose. */
  code?: boolean;
  /** Says what cannot be; such a text is not sent. */
  faultOf?: (text: string) => string | null;
  hint?: string;
  autoFocus?: boolean;
  onEdit: OnEdit<string>;
};

/** A text that goes out while it is typed; all that is typed before a pause or a blur is one step of undo. */
export function LiveText(props: Props) {
  const { value, rows, code, faultOf, hint, autoFocus, onEdit, ...rest } = props;
  const live = useLiveEdit(value, (text, gesture) =>
    faultOf?.(text) ? undefined : onEdit(text, gesture),
  );
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!autoFocus) return;
    const field = frame.current?.querySelector<HTMLInputElement>('input, textarea');
    field?.focus();
    field?.select();
  }, [autoFocus]);
  const fault = faultOf?.(live.shown) ?? null;
  const shared = {
    ...rest,
    value: live.shown,
    spellCheck: code ? false : undefined,
    onBlur: () => {
      // A text that cannot be stays to be put right.
      if (!fault) live.end();
    },
    onChange: ({ target }: { target: { value: string } }) => live.edit(target.value),
  };
  return (
    <div ref={frame}>
      {rows ? (
        <TextArea {...shared} rows={rows} code={code} error={fault} hint={hint} />
      ) : (
        <TextField {...shared} error={fault} hint={hint} />
      )}
    </div>
  );
}

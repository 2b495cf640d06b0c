import { useState } from 'react';
import { TextArea, TextField } from '../../components/Field.tsx';

type Props = {
  label: string;
  value: string;
  maxLength: number;
  /** More than one line. */
  rows?: number;
  onChange: (text: string) => void;
};

/**
 * A text that goes out while it is typed. What is typed stands while the field has the
 * focus, as main's echo of an earlier letter would undo a later one.
 */
export function LiveText({ label, value, maxLength, rows, onChange }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const shared = {
    label,
    maxLength,
    value: draft ?? value,
    onFocus: () => setDraft(value),
    onBlur: () => setDraft(null),
    onChange: ({ target }: { target: { value: string } }) => {
      setDraft(target.value);
      onChange(target.value);
    },
  };
  return rows ? <TextArea {...shared} rows={rows} /> : <TextField {...shared} />;
}

import { useEffect, useRef, useState } from 'react';

type Props = {
  label: string;
  value: string;
  /** Null where the name is to stay. */
  onDone: (name: string | null) => void;
};

/** The name of a scene while it is typed: Enter keeps it, Esc does not. */
export function NameField({ label, value, onDone }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(value);
  const done = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
    input.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const finish = (keep: boolean) => {
    if (done.current) return;
    done.current = true;
    onDone(keep && name.trim() ? name.trim() : null);
  };
  return (
    <input
      ref={input}
      aria-label={label}
      value={name}
      maxLength={200}
      onChange={({ target }) => setName(target.value)}
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(true);
        if (event.key === 'Escape') finish(false);
      }}
      onBlur={() => finish(true)}
      className="absolute top-1 right-1.5 left-[5.25rem] h-6 min-w-0 rounded-sm border border-accent bg-bg px-1.5 font-medium outline-none"
    />
  );
}

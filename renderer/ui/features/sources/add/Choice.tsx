import type { ReactNode } from 'react';

export function ChoiceList({ children }: { children: ReactNode }) {
  return <ul className="flex max-h-96 flex-col gap-1 overflow-y-auto">{children}</ul>;
}

type Props = { icon: ReactNode; name: string; note: string; onChoose: () => void };

/** A line to choose, with a word about it. */
export function Choice({ icon, name, note, onChoose }: Props) {
  return (
    <li>
      <button
        type="button"
        onClick={onChoose}
        className="flex w-full items-center gap-3 rounded-md border border-line bg-panel px-2.5 py-2 text-left hover:border-edge hover:bg-control [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-accent"
      >
        {icon}
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        <span className="shrink-0 text-sm text-text-2">{note}</span>
      </button>
    </li>
  );
}

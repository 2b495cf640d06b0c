import { cx } from '../../../components/cx.ts';

/** Grounds that white letters can be read on. */
const grounds = [
  '#5461c8',
  '#8a4fb5',
  '#b0436f',
  '#a8563a',
  '#7a6a1f',
  '#3d7a46',
  '#2f7485',
  '#52617a',
];

/** The same person has the same ground everywhere. */
function groundOf(userId: string): string {
  let sum = 0;
  for (const letter of userId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return grounds[sum % grounds.length] as string;
}

type Props = { userId: string; name: string; large?: boolean };

/** Stands for somebody's picture: the studio loads nothing that a stranger names. */
export function Initials({ userId, name, large }: Props) {
  const first = [...name.trim()][0]?.toUpperCase() ?? '?';
  return (
    <span
      aria-hidden
      style={{ background: groundOf(userId) }}
      className={cx(
        'flex shrink-0 items-center justify-center rounded-full font-semibold text-white',
        large ? 'size-9' : 'size-6 text-xs',
      )}
    >
      {first}
    </span>
  );
}

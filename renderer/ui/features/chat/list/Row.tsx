import {
  CornerDownRight,
  Ellipsis,
  Megaphone,
  ShieldAlert,
  Swords,
  Trash2,
  Unplug,
} from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Line } from '../../../app/chat/lines.ts';
import { cx } from '../../../components/cx.ts';
import { RoleBadge } from '../person/RoleBadge.tsx';
import { enteredWords, giftWords, lineWords, orderWords } from '../words.ts';

/** One line of the chat. Everything that a person wrote is text and nothing else. */
export const Row = memo(function Row({ line }: { line: Line }) {
  const { t } = useTranslation();
  switch (line.kind) {
    case 'said':
      return line.removed ? (
        <Aside icon={<Trash2 aria-hidden />}>{t('chat.removed')}</Aside>
      ) : (
        <Said line={line} />
      );
    case 'gift': {
      const { name, glyph } = giftWords(line.item);
      return (
        <p className="rounded-md bg-warn-dim px-2 py-1 [overflow-wrap:anywhere]">
          <span className="text-accent">{line.item.from.name}</span>{' '}
          <span className="text-warn">
            {t('chat.sent', { gift: name })} {glyph}
          </span>{' '}
          <span className="figures font-semibold text-warn">×{line.item.combo}</span>
        </p>
      );
    }
    case 'order':
      return <Aside icon={<ShieldAlert aria-hidden />}>{orderWords(line.item)}</Aside>;
    case 'notice':
      return <Aside icon={<Megaphone aria-hidden />}>{lineWords(line)}</Aside>;
    case 'pk':
      return <Aside icon={<Swords aria-hidden />}>{lineWords(line)}</Aside>;
    case 'entered':
      return <p className="text-text-2 [overflow-wrap:anywhere]">{enteredWords(line)}</p>;
    case 'gap':
      return (
        <Aside icon={<Unplug aria-hidden />} warns>
          {t('chat.gap', { count: line.missed })}
        </Aside>
      );
  }
});

function Said({ line }: { line: Extract<Line, { kind: 'said' }> }) {
  const { t } = useTranslation();
  const { from, text, question, replyTo } = line.item;
  return (
    <div className={cx(question && '-ml-2 border-accent border-l-2 pl-1.5')}>
      {replyTo ? (
        <p className="flex items-center gap-1 text-sm text-text-2">
          <CornerDownRight className="size-3 shrink-0" aria-hidden />
          <span className="truncate" title={`${replyTo.name}: ${replyTo.text}`}>
            {replyTo.name}: {replyTo.text}
          </span>
        </p>
      ) : null}
      <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        <RoleBadge role={from.role} />
        {from.role === 'viewer' ? null : ' '}
        {question ? (
          <span className="font-medium text-accent text-sm">{t('chat.questionMark')} </span>
        ) : null}
        <bdi className="text-accent">{from.name}</bdi> <bdi>{text}</bdi>
      </p>
    </div>
  );
}

type AsideProps = { icon: ReactNode; warns?: boolean; children: ReactNode };

/** What happened in the room, said by nobody. */
function Aside({ icon, warns, children }: AsideProps) {
  return (
    <p
      className={cx(
        'flex items-start gap-1.5 text-sm [overflow-wrap:anywhere] [&_svg]:mt-[3px] [&_svg]:size-3 [&_svg]:shrink-0',
        warns ? 'text-warn' : 'text-text-2',
      )}
    >
      {icon}
      <span className="min-w-0">{children}</span>
    </p>
  );
}

/** Opens the menu of the line it stands in; the keyboard has Enter for it. */
export function MoreButton() {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t('chat.more')}
      onClick={(event) => openMenuAt(event.currentTarget)}
      className="absolute top-0.5 right-2 hidden size-5 items-center justify-center rounded-sm border border-line bg-control text-text-2 hover:text-text group-hover/row:flex"
    >
      <Ellipsis className="size-3.5" aria-hidden />
    </button>
  );
}

/** As a right click there would. */
export function openMenuAt(element: HTMLElement): void {
  const { left, bottom } = element.getBoundingClientRect();
  const at = { clientX: left + 12, clientY: bottom };
  element.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
}

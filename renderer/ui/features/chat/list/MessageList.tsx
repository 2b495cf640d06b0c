import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { ContextMenu as Radix } from 'radix-ui';
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { chatView, useChatView } from '../../../app/chat/index.ts';
import { hasActs, type Line } from '../../../app/chat/lines.ts';
import { ask } from '../../../app/studio.ts';
import { useModeration } from '../person/moderation.tsx';
import type { OnReply } from '../reply.ts';
import { lineWords } from '../words.ts';
import { Announcements } from './Announcements.tsx';
import { LineMenu } from './LineMenu.tsx';
import { MoreButton, openMenuAt, Row } from './Row.tsx';

/** A pointer that rests for so long does not hold the list any more. */
const HOVER_MS = 4000;
/** So near to the end is at the end, CSS pixels. */
const NEAR_END_PX = 24;

/** The lines of the chat: those in sight are in the page, and no others. */
export function MessageList({ onReply }: { onReply: OnReply }) {
  const { t } = useTranslation();
  useChatView(({ version }) => version);
  const { lines, waiting, held } = chatView;
  const box = useRef<HTMLDivElement>(null);
  const [menuLine, setMenuLine] = useState<Line | null>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const keyOf = useCallback((index: number) => lines[index]?.number ?? -1, [lines]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 24,
    getItemKey: keyOf,
    overscan: 8,
    paddingStart: 6,
    paddingEnd: 6,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR_END_PX,
  });
  const toEnd = useCallback(() => {
    chatView.release();
    virtual.scrollToEnd();
  }, [virtual]);
  useHover(box);
  // A list that is opened anew begins at its end.
  useEffect(() => virtual.scrollToEnd(), [virtual]);

  const byHand = useHandScrolls(box);
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current as HTMLDivElement;
    const away = scrollHeight - scrollTop - clientHeight > NEAR_END_PX * 2;
    // Lines that turn out taller than thought move the end away too; only a hand goes back in time.
    if (!away) chatView.hold('scrolled', false);
    else if (byHand()) chatView.hold('scrolled', true);
    else if (!chatView.held) virtual.scrollToEnd();
  };
  const rowAt = (target: EventTarget): { line: Line; element: HTMLElement } | null => {
    const element = (target as HTMLElement).closest<HTMLElement>('[data-line]');
    const line = element && lines.find(({ number }) => number === Number(element.dataset.line));
    return line ? { line, element } : null;
  };
  const onContextMenu = (event: MouseEvent) => {
    const line = rowAt(event.target)?.line ?? null;
    if (!line || !hasActs(line)) return event.preventDefault();
    setMenuLine(line);
    setCurrent(line.number);
  };
  const keys = useRowKeys({ rowAt, onReply, lines, setCurrent, virtual, toEnd });
  const focusable = lines.some(({ number }) => number === current)
    ? current
    : (lines.at(-1)?.number ?? null);
  return (
    <Radix.Root modal={false} onOpenChange={(open) => chatView.hold('menu', open)}>
      <div className="relative min-h-0 flex-1">
        <Radix.Trigger asChild>
          <div
            ref={box}
            role="feed"
            aria-label={t('chat.list')}
            aria-busy={held}
            data-testid="chat-list"
            onScroll={onScroll}
            onContextMenu={onContextMenu}
            onKeyDown={keys}
            className="h-full overflow-y-auto overflow-x-hidden [overflow-anchor:none]"
          >
            <div className="relative" style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map(({ index, start, key }) => {
                const line = lines[index];
                if (!line) return null;
                return (
                  <article
                    key={key}
                    ref={virtual.measureElement}
                    data-index={index}
                    data-line={line.number}
                    aria-label={lineWords(line)}
                    aria-posinset={index + 1}
                    aria-setsize={-1}
                    tabIndex={line.number === focusable ? 0 : -1}
                    onFocus={() => setCurrent(line.number)}
                    style={{ transform: `translateY(${start}px)` }}
                    className="group/row selectable absolute top-0 left-0 w-full px-3.5 py-0.5 hover:bg-raised"
                  >
                    <Row line={line} />
                    {hasActs(line) ? <MoreButton /> : null}
                  </article>
                );
              })}
            </div>
          </div>
        </Radix.Trigger>
        {held && waiting > 0 ? (
          <button
            type="button"
            onClick={toEnd}
            className="figures absolute bottom-2 left-1/2 flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent px-3 font-semibold text-bg shadow-black/50 shadow-lg hover:bg-[#84a0ff]"
          >
            <ArrowDown className="size-3.5" aria-hidden />
            {t('chat.newMessages', { count: waiting })}
          </button>
        ) : null}
        <Announcements />
      </div>
      <Radix.Portal>
        <LineMenu line={menuLine} onReply={onReply} />
      </Radix.Portal>
    </Radix.Root>
  );
}

/** What is pointed at stands still, until the pointer leaves or rests. */
function useHover(box: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = () => {
      clearTimeout(timer);
      chatView.hold('hovered', false);
    };
    const on = ({ pointerType }: PointerEvent) => {
      if (pointerType === 'touch') return;
      clearTimeout(timer);
      timer = setTimeout(off, HOVER_MS);
      chatView.hold('hovered', true);
    };
    element.addEventListener('pointermove', on);
    element.addEventListener('pointerleave', off);
    return () => {
      off();
      element.removeEventListener('pointermove', on);
      element.removeEventListener('pointerleave', off);
    };
  }, [box]);
}

/** A scroll so soon after the hand moved is the hand's, ms. */
const HAND_MS = 400;

/** Whether the list was just scrolled by a person: wheel, finger, scrollbar or key. */
function useHandScrolls(box: React.RefObject<HTMLDivElement | null>): () => boolean {
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const element = box.current;
    const mark = (event: Event) => {
      if (event instanceof globalThis.PointerEvent && event.buttons === 0) return;
      lastMs.current = performance.now();
    };
    const events = ['wheel', 'touchmove', 'pointerdown', 'pointermove', 'keydown'];
    for (const name of events) element?.addEventListener(name, mark, { passive: true });
    return () => {
      for (const name of events) element?.removeEventListener(name, mark);
    };
  }, [box]);
  return useCallback(() => performance.now() - lastMs.current < HAND_MS, []);
}

type KeysOf = {
  rowAt: (target: EventTarget) => { line: Line; element: HTMLElement } | null;
  onReply: OnReply;
  lines: readonly Line[];
  setCurrent: (number: number) => void;
  virtual: { scrollToIndex: (index: number) => void };
  toEnd: () => void;
};

/** Arrows go from line to line; Enter opens the menu; single letters do what is done most. */
function useRowKeys({ rowAt, onReply, lines, setCurrent, virtual, toEnd }: KeysOf) {
  const moderation = useModeration();
  return (event: KeyboardEvent) => {
    const row = rowAt(event.target);
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const { line, element } = row;
    const said = line.kind === 'said' && !line.removed ? line.item : null;
    const go = (by: number) => {
      const index = lines.indexOf(line) + by;
      const next = lines[index];
      if (!next) return;
      virtual.scrollToIndex(index);
      setCurrent(next.number);
      const feed = element.parentElement;
      const focus = () => feed?.querySelector<HTMLElement>(`[data-line="${next.number}"]`)?.focus();
      requestAnimationFrame(focus);
    };
    const acts: Record<string, (() => void) | null> = {
      ArrowUp: () => go(-1),
      ArrowDown: () => go(1),
      PageUp: () => go(-8),
      PageDown: () => go(8),
      End: toEnd,
      Enter: hasActs(line) ? () => openMenuAt(element) : null,
      r: said && (() => onReply(said)),
      p: said && (() => moderation.pin(said.id)),
      q: said?.question ? () => void ask('chat:question', { id: said.id, state: 'onAir' }) : null,
      Delete: said && (() => moderation.remove(said)),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}

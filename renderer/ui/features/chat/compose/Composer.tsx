import { Captions, SendHorizontal, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chatLimits } from '../../../../../common/chat/limits.ts';
import type { TextItem } from '../../../../../common/chat/message.ts';
import { err, type StudioError } from '../../../../../common/result.ts';
import { errorWords } from '../../../app/errorWords.ts';
import { useStudio } from '../../../app/hooks.ts';
import { cx } from '../../../components/cx.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { EmojiPicker } from './EmojiPicker.tsx';

type Props = { replyTo: TextItem | null; onReplyDone: () => void };

/** Characters as a person counts them here: code points. */
const lengthOf = (text: string): number => [...text.trim()].length;
/** How many are left is said from here on. */
const COUNT_FROM = chatLimits.textChars - 60;

/** What the host says in the room. Enter sends. */
export function Composer({ replyTo, onReplyDone }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [flies, setFlies] = useState(false);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<StudioError | null>(null);
  const state = useStudio(({ session }) => session.chat.state);
  const connected = state === 'connected';
  const hint = connected
    ? 'chat.write'
    : state === 'reconnecting' || state === 'connecting'
      ? 'chat.writeBack'
      : 'chat.writeLater';
  const length = lengthOf(text);
  const tooLong = length > chatLimits.textChars;
  useEffect(() => {
    if (replyTo) field.current?.focus();
  }, [replyTo]);
  useEffect(() => fitHeight(field.current), [text]);

  const send = async () => {
    if (length === 0 || tooLong || sending || !connected) return;
    setSending(true);
    const answer = await window.studio
      .invoke('chat:send', {
        kind: 'text',
        text: text.trim(),
        danmaku: flies,
        question: false,
        replyTo: replyTo?.id ?? null,
      })
      .catch(() => err('INTERNAL', 'the message was not answered; send it again'));
    setSending(false);
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    // What was written meanwhile is the next message.
    setText((now) => (now === text ? '' : now));
    onReplyDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a word of an input method is not meant for us.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && replyTo) {
      event.stopPropagation();
      onReplyDone();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void send();
  };
  const insert = (emoji: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
    setText(text.slice(0, selectionStart) + emoji + text.slice(selectionEnd));
    field.current?.focus();
  };
  return (
    <div className="flex shrink-0 flex-col gap-1.5 border-line border-t p-2.5">
      {replyTo ? (
        <div className="flex items-center gap-1 rounded-md bg-raised py-0.5 pr-0.5 pl-2 text-sm text-text-2">
          <p className="min-w-0 flex-1 truncate">
            {t('chat.replyTo', { name: replyTo.from.name, text: replyTo.text })}
          </p>
          <IconButton label={t('chat.replyCancel')} onClick={onReplyDone}>
            <X aria-hidden />
          </IconButton>
        </div>
      ) : null}
      <div
        className={cx(
          'flex items-end gap-0.5 rounded-md border bg-bg p-0.5 focus-within:outline-2 focus-within:outline-accent',
          tooLong ? 'border-air' : 'border-edge',
        )}
      >
        <label htmlFor={id} className="sr-only">
          {t('chat.write')}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={1}
          value={text}
          disabled={!connected}
          placeholder={t(hint)}
          aria-invalid={tooLong || undefined}
          aria-describedby={`${id}-note`}
          onChange={({ target }) => {
            setText(target.value);
            setRefusal(null);
          }}
          onKeyDown={onKeyDown}
          className="max-h-24 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-1 leading-5 outline-none placeholder:text-text-3 disabled:opacity-60"
        />
        <EmojiPicker disabled={!connected} onPick={insert} />
        <IconButton
          label={t('chat.flies')}
          aria-pressed={flies}
          disabled={!connected}
          onClick={() => setFlies(!flies)}
          className={cx('size-7', flies && 'bg-control text-accent')}
        >
          <Captions aria-hidden />
        </IconButton>
        <IconButton
          label={t('chat.send')}
          disabled={!connected || length === 0 || tooLong || sending}
          onClick={() => void send()}
          className="size-7 bg-accent text-bg hover:bg-[#84a0ff] hover:text-bg disabled:bg-control disabled:text-text-2"
        >
          <SendHorizontal aria-hidden />
        </IconButton>
      </div>
      <div id={`${id}-note`} aria-live="polite" className="flex gap-2 text-sm empty:hidden">
        {refusal ? (
          <p className="min-w-0 flex-1 text-air-text">
            {errorWords(refusal)} {t(`cures.${refusal.code}`)}
          </p>
        ) : null}
        {length > COUNT_FROM ? (
          <p className={cx('figures ml-auto', tooLong ? 'text-air-text' : 'text-text-2')}>
            {length}/{chatLimits.textChars}
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** As high as its text, up to four lines. */
function fitHeight(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

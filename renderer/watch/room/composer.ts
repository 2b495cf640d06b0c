import { gifts } from '../../../common/chat/gifts.ts';
import { chatLimits } from '../../../common/chat/limits.ts';
import type { ChatSend, TextItem } from '../../../common/chat/message.ts';
import { byId, make, makeButton } from '../dom.ts';
import { t } from '../words.ts';

/** Gifts of one kind that follow each other so closely are one combo, ms. */
const COMBO_MS = 5_000;

export type ComposerEvents = {
  send(message: ChatSend): void;
  like(): void;
  /** Who has no name is asked for one before the first words. */
  hasName(): boolean;
  /** Resolves when the name is taken; with why it is not. */
  takeName(name: string): Promise<string | null>;
};

/** The box to write in, the hearts and the gifts. */
export class Composer {
  private readonly box = byId<HTMLInputElement>('say');
  private readonly question = byId<HTMLInputElement>('as-question');
  private readonly danmaku = byId<HTMLInputElement>('as-danmaku');
  private readonly events: ComposerEvents;
  private replyTo: TextItem | null = null;
  private combo = { giftId: '', id: '', atMs: 0 };

  constructor(events: ComposerEvents) {
    this.events = events;
    byId('say-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    byId('name-form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.takeName();
    });
    byId('like').addEventListener('click', () => events.like());
    const sheet = byId('gifts');
    const opener = byId('gift');
    opener.addEventListener('click', () => {
      sheet.hidden = !sheet.hidden;
      opener.setAttribute('aria-expanded', String(!sheet.hidden));
    });
    for (const gift of gifts) {
      const button = makeButton('gift-choice', '', () => this.give(gift.id));
      button.append(
        make('span', 'glyph', gift.glyph),
        make('span', '', t(`gift.${gift.name}`)),
        make('span', 'points', t('gift.points', { points: gift.points })),
      );
      sheet.append(button);
    }
    byId('reply-cancel').addEventListener('click', () => this.reply(null));
    this.label();
  }

  /** Answers a message, or nobody. */
  reply(item: TextItem | null): void {
    this.replyTo = item;
    byId('reply-bar').hidden = item === null;
    byId('reply-text').textContent = item
      ? t('room.replied', { name: item.from.name, text: item.text })
      : '';
    if (item) this.box.focus();
  }

  /** A message is gone: nobody answers it. */
  forget(id: string): void {
    if (this.replyTo?.id === id) this.reply(null);
  }

  /** False while there is nobody to talk to. */
  enable(on: boolean): void {
    for (const element of document.querySelectorAll<HTMLButtonElement>('#talk button, #talk input'))
      element.disabled = !on;
  }

  private submit(): void {
    const text = this.box.value.trim();
    if (text === '') return;
    if ([...text].length > chatLimits.textChars) return this.complain(t('room.tooLong'));
    if (!this.events.hasName()) return this.askName();
    this.complain('');
    this.events.send({
      kind: 'text',
      text,
      question: this.question.checked,
      danmaku: this.danmaku.checked,
      replyTo: this.replyTo?.id ?? null,
    });
    this.box.value = '';
    this.question.checked = false;
    this.reply(null);
  }

  private give(giftId: string): void {
    if (!this.events.hasName()) return this.askName();
    const now = performance.now();
    const goesOn = this.combo.giftId === giftId && now - this.combo.atMs < COMBO_MS;
    const id = goesOn ? this.combo.id : crypto.getRandomValues(new Uint32Array(3)).join('-');
    this.combo = { giftId, id, atMs: now };
    this.events.send({ kind: 'gift', giftId, count: 1, comboId: id });
  }

  private askName(): void {
    byId('name-form').hidden = false;
    byId('name').focus();
  }

  private async takeName(): Promise<void> {
    const name = byId<HTMLInputElement>('name').value.trim();
    if (name === '') return;
    const why = await this.events.takeName(name);
    this.complain(why ?? '');
    if (why !== null) return;
    byId('name-form').hidden = true;
    this.submit();
    this.box.focus();
  }

  private complain(text: string): void {
    byId('say-why').textContent = text;
  }

  private label(): void {
    this.box.placeholder = t('room.say');
    this.box.setAttribute('aria-label', t('room.say'));
    byId('send').textContent = t('room.send');
    byId('question-text').textContent = t('room.asQuestion');
    byId('danmaku-text').textContent = t('room.asDanmaku');
    byId('name-title').textContent = t('room.nameTitle');
    byId('name-send').textContent = t('room.nameTake');
    const name = byId<HTMLInputElement>('name');
    name.placeholder = t('room.name');
    name.setAttribute('aria-label', t('room.name'));
    name.maxLength = chatLimits.nameChars;
    for (const [id, words] of [
      ['like', t('room.like')],
      ['gift', t('room.gift')],
      ['reply-cancel', t('room.replyCancel')],
    ] as const) {
      byId(id).setAttribute('aria-label', words);
      byId(id).title = words;
    }
    byId('gifts').setAttribute('aria-label', t('room.gift'));
  }
}

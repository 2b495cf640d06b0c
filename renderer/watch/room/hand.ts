import { cohostLimits } from '../../../common/cohost/desk.ts';
import { carriedQuery } from '../api.ts';
import { byId } from '../dom.ts';
import { t } from '../words.ts';

/** "Raise hand": a word on what comes, then the guests' page in a window of its own. */
export class Hand {
  readonly #roomId: string;
  /** Answers the host's invitation; null where there is none. */
  #answer: ((accept: boolean) => void) | null = null;
  /** Hands may be raised; as the room said last. */
  #isOffered = false;
  #lapsing = 0;

  constructor(roomId: string) {
    this.#roomId = roomId;
    const opener = byId('hand');
    const sheet = byId('hand-sheet');
    const open = (on: boolean) => {
      sheet.hidden = !on;
      opener.setAttribute('aria-expanded', String(on));
    };
    /** An invitation is answered by it; afterwards it is the person's own wish again. */
    const close = (accept: boolean) => {
      this.#answer?.(accept);
      open(false);
      this.#lapse();
    };
    opener.textContent = t('hand.raise');
    const go = byId<HTMLAnchorElement>('hand-go');
    this.#say();
    go.addEventListener('click', () => {
      const { href } = go;
      close(true);
      // The browser follows it only now.
      go.href = href;
    });
    byId('hand-cancel').textContent = t('hand.cancel');
    byId('hand-cancel').addEventListener('click', () => {
      close(false);
      opener.focus();
    });
    opener.addEventListener('click', () => {
      open(sheet.hidden === true);
      if (sheet.hidden) return;
      if (!this.#answer) this.#say();
      go.focus();
    });
  }

  #say(): void {
    const isInvited = this.#answer !== null;
    byId('hand-title').textContent = t(isInvited ? 'hand.invited' : 'hand.title');
    byId('hand-text').textContent = t(isInvited ? 'hand.invitedText' : 'hand.text');
    const go = byId<HTMLAnchorElement>('hand-go');
    go.textContent = t(isInvited ? 'hand.accept' : 'hand.go');
    const how: Record<string, string> = isInvited ? { invited: '1' } : {};
    go.href = `/guest/${encodeURIComponent(this.#roomId)}${carriedQuery({ hand: '1', ...how })}`;
  }

  /** The host asks: the same way in, whether hands may be raised or not. */
  invited(answer: (accept: boolean) => void): void {
    this.#answer = answer;
    this.#say();
    byId('hand-sheet').hidden = false;
    byId('hand').hidden = false;
    clearTimeout(this.#lapsing);
    this.#lapsing = window.setTimeout(() => this.#lapse(), cohostLimits.answerMs);
  }

  /** The invitation is over: the person may still ask, where the host takes requests. */
  #lapse(): void {
    clearTimeout(this.#lapsing);
    this.#answer = null;
    this.#say();
    this.offer(this.#isOffered);
  }

  /** Only while the host takes requests. */
  offer(on: boolean): void {
    this.#isOffered = on;
    if (this.#answer) return;
    byId('hand').hidden = !on;
    if (!on) byId('hand-sheet').hidden = true;
  }
}

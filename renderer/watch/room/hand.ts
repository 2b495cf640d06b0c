import { cohostLimits } from '../../../common/cohost/desk.ts';
import { carriedQuery } from '../api.ts';
import { byId } from '../dom.ts';
import { t } from '../words.ts';

/** "Raise hand": a word on what comes, then the guests' page in a window of its own. */
export class Hand {
  private isInvited = false;
  /** Hands may be raised; as the room said last. */
  private isOffered = false;
  private lapsing = 0;

  constructor(roomId: string) {
    const opener = byId('hand');
    const sheet = byId('hand-sheet');
    const open = (on: boolean) => {
      sheet.hidden = !on;
      opener.setAttribute('aria-expanded', String(on));
    };
    // An invitation is for now; afterwards it is the person's own wish again.
    const close = () => {
      open(false);
      this.lapse();
    };
    opener.textContent = t('hand.raise');
    this.say();
    const go = byId<HTMLAnchorElement>('hand-go');
    go.textContent = t('hand.go');
    go.href = `/guest/${encodeURIComponent(roomId)}${carriedQuery({ hand: '1' })}`;
    go.addEventListener('click', () => close());
    byId('hand-cancel').textContent = t('hand.cancel');
    byId('hand-cancel').addEventListener('click', () => {
      close();
      opener.focus();
    });
    opener.addEventListener('click', () => {
      open(sheet.hidden === true);
      if (!sheet.hidden) go.focus();
    });
  }

  private say(): void {
    byId('hand-title').textContent = t('hand.title');
    byId('hand-text').textContent = t('hand.text');
  }

  /** The host asks: the same way in, whether hands may be raised or not. */
  invited(): void {
    byId('hand-title').textContent = t('hand.invited');
    byId('hand-text').textContent = t('hand.invitedText');
    byId('hand-sheet').hidden = false;
    byId('hand').hidden = false;
    this.isInvited = true;
    clearTimeout(this.lapsing);
    this.lapsing = window.setTimeout(() => this.lapse(), cohostLimits.answerMs);
  }

  /** The invitation is over: the person may still ask, where the host takes requests. */
  private lapse(): void {
    clearTimeout(this.lapsing);
    this.isInvited = false;
    this.say();
    this.offer(this.isOffered);
  }

  /** Only while the host takes requests. */
  offer(on: boolean): void {
    this.isOffered = on;
    if (this.isInvited) return;
    byId('hand').hidden = !on;
    if (!on) byId('hand-sheet').hidden = true;
  }
}

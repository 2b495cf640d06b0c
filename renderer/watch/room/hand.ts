import { carriedQuery } from '../api.ts';
import { byId } from '../dom.ts';
import { t } from '../words.ts';

/** "Raise hand": a word on what comes, then the guests' page in a window of its own. */
export class Hand {
  constructor(roomId: string) {
    const opener = byId('hand');
    const sheet = byId('hand-sheet');
    const open = (on: boolean) => {
      sheet.hidden = !on;
      opener.setAttribute('aria-expanded', String(on));
    };
    opener.textContent = t('hand.raise');
    byId('hand-title').textContent = t('hand.title');
    byId('hand-text').textContent = t('hand.text');
    const go = byId<HTMLAnchorElement>('hand-go');
    go.textContent = t('hand.go');
    go.href = `/guest/${encodeURIComponent(roomId)}${carriedQuery({ hand: '1' })}`;
    go.addEventListener('click', () => open(false));
    byId('hand-cancel').textContent = t('hand.cancel');
    byId('hand-cancel').addEventListener('click', () => {
      open(false);
      opener.focus();
    });
    opener.addEventListener('click', () => {
      open(sheet.hidden === true);
      if (!sheet.hidden) go.focus();
    });
  }

  /** Only while the host takes requests. */
  offer(on: boolean): void {
    byId('hand').hidden = !on;
    if (!on) byId('hand-sheet').hidden = true;
  }
}

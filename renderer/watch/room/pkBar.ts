import type { PkView } from '../../../common/pk/pkView.ts';
import { byId, make } from '../dom.ts';
import { shortNumber, t } from '../words.ts';

/** A PK that is over is shown so long, ms. */
const ENDED_SHOWN_MS = 10_000;

/** The room's PK over the picture: everybody's points, the clock, and how a round ended. */
export class PkBar {
  private readonly box = byId('pk');
  private readonly roomId: string;
  private pk: PkView | null = null;
  private takenAtMs = 0;
  private timer = 0;
  private hiding = 0;
  /** What was announced last: each result is said once. */
  private said = '';

  constructor(roomId: string) {
    this.roomId = roomId;
    byId('pk-sides').setAttribute('role', 'list');
    byId('pk-sides').setAttribute('aria-label', t('pk.score'));
  }

  /** Null takes it away. */
  show(pk: PkView | null): void {
    clearInterval(this.timer);
    clearTimeout(this.hiding);
    this.pk = pk;
    this.takenAtMs = performance.now();
    this.box.hidden = pk === null;
    // The page gives it room where it has none over the picture.
    document.documentElement.toggleAttribute('data-pk', pk !== null);
    if (!pk) return;
    this.box.dataset.phase = pk.phase;
    this.box.toggleAttribute('data-paused', pk.paused);
    this.drawSides(pk);
    this.drawResult(pk);
    this.drawClock();
    if (pk.phase === 'ended')
      this.hiding = window.setTimeout(() => this.show(null), ENDED_SHOWN_MS);
    else if (!pk.paused) this.timer = window.setInterval(() => this.drawClock(), 500);
  }

  private drawSides(pk: PkView): void {
    const sum = pk.members.reduce((all, { points }) => all + points, 0);
    // The room's own anchor is on the left, as in its picture.
    const own = pk.members.filter(({ roomId }) => roomId === this.roomId);
    const sides = [...own, ...pk.members.filter(({ roomId }) => roomId !== this.roomId)];
    byId('pk-bar').replaceChildren(
      ...sides.map(({ points }) => {
        const part = make('i');
        part.style.flexGrow = String(sum === 0 ? 1 : Math.max(0.02, points / sum));
        return part;
      }),
    );
    byId('pk-sides').replaceChildren(
      ...sides.map(({ name, points, out }) => {
        const side = make('li', out ? 'out' : '');
        side.append(make('bdi', 'pk-name', name), make('b', '', shortNumber(points)));
        if (out) side.append(make('span', 'pk-out', t('pk.out')));
        return side;
      }),
    );
  }

  private drawResult(pk: PkView): void {
    const { phase, winners, round } = pk;
    const isDecided = (phase === 'settling' || phase === 'ended') && winners.length > 0;
    const outcome = !winners.includes(this.roomId) ? 'lose' : winners.length > 1 ? 'draw' : 'win';
    const result = byId('pk-result');
    result.hidden = !isDecided;
    if (!isDecided) {
      this.said = '';
      return;
    }
    const key = `${pk.id} ${round}`;
    if (key === this.said) return;
    this.said = key;
    result.dataset.outcome = outcome;
    const name = pk.members.find(({ roomId }) => roomId === this.roomId)?.name ?? '';
    result.textContent = t(`pk.outcome.${outcome}`, { name });
  }

  private drawClock(): void {
    const { pk } = this;
    if (!pk) return;
    const passedMs = pk.paused ? 0 : performance.now() - this.takenAtMs;
    const left = pk.remainingMs === null ? null : Math.max(0, pk.remainingMs - passedMs);
    const seconds = left === null ? 0 : Math.ceil(left / 1_000);
    const clock =
      left === null ? '' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    byId('pk-clock').textContent = pk.paused ? t('pk.paused', { clock }) : clock;
    byId('pk-phase').textContent = t(`pk.phase.${pk.phase}`);
  }
}

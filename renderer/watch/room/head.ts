import type { Result } from '../../../common/result.ts';
import { askRoom, carriedQuery, follow, type RoomView } from '../api.ts';
import { byId } from '../dom.ts';
import type { Viewer } from '../people.ts';
import { shortNumber, t, viewersWords } from '../words.ts';

/** The room's name, host, figures and notice. */
export class Head {
  private readonly roomId: string;
  private readonly viewer: Viewer;
  private following = false;

  constructor(roomId: string, viewer: Viewer) {
    this.roomId = roomId;
    this.viewer = viewer;
    const raise = byId<HTMLAnchorElement>('raise');
    raise.textContent = t('room.raise');
    raise.href = `/guest/${roomId}${carriedQuery({ hand: '1' })}`;
    byId('follow').addEventListener('click', () => void this.follow());
  }

  /** Asks the server how the room stands. */
  async look(): Promise<Result<RoomView>> {
    const answer = await askRoom(this.roomId, this.viewer.tokenNow);
    if (!answer.ok) return answer;
    const { room, following, live } = answer.value;
    byId('room-title').textContent = room.title;
    byId('room-host').textContent = room.owner.name || t('list.host');
    // Browsers give no camera to a page that came without TLS.
    byId('raise').hidden = !live || !window.isSecureContext;
    this.drawNotice(room.notice);
    this.drawFollowing(following);
    this.drawFigures(room.online, room.likes);
    return answer;
  }

  /** What the owner has written over the room; empty for nothing. */
  drawNotice(text: string): void {
    byId('notice').hidden = text === '';
    byId('notice-text').textContent = text;
  }

  drawFigures(online: number, likes: number): void {
    byId('viewers').textContent = viewersWords(online);
    byId('likes').textContent = shortNumber(likes);
    byId('likes').setAttribute('aria-label', t('room.likes', { count: likes }));
  }

  private drawFollowing(on: boolean): void {
    this.following = on;
    const button = byId('follow');
    button.textContent = t(on ? 'room.following' : 'room.follow');
    button.setAttribute('aria-pressed', String(on));
  }

  private async follow(): Promise<void> {
    const token = await this.viewer.token();
    if (!token.ok) return;
    const answer = await follow(this.roomId, token.value, !this.following);
    if (answer.ok) this.drawFollowing(answer.value.following);
  }
}

import { type Category, categories, type RoomCard } from '../../common/rooms/room.ts';
import { carriedQuery, listRooms } from './api.ts';
import { byId, make, makeButton } from './dom.ts';
import { language, shortNumber, t } from './words.ts';

const REFRESH_MS = 10_000;

/** The rooms that are live, most people first; looks again by itself. */
export function showList(): void {
  const cards = byId('list-cards');
  const empty = byId('list-empty');
  const more = byId<HTMLButtonElement>('list-more');
  let category: Category | null = null;
  let pages = 1;
  let asked = 0;
  let timer = 0;
  document.title = t('list.title');
  byId('list-title').textContent = t('list.title');
  more.textContent = t('list.more');

  const chips = [null, ...categories].map((it) => {
    const chip = makeButton('chip', it ? t(`category.${it}`) : t('list.all'), () => {
      category = it;
      pages = 1;
      void look();
    });
    byId('list-chips').append(chip);
    return { chip, category: it };
  });

  function draw(rooms: readonly RoomCard[], total: number): void {
    // The focus stays where it was.
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.room;
    cards.replaceChildren(...rooms.map(cardOf));
    if (focused) cards.querySelector<HTMLElement>(`[data-room="${focused}"]`)?.focus();
    empty.hidden = rooms.length > 0;
    more.hidden = rooms.length >= total;
    byId('list-empty-title').textContent = t('list.empty.title');
    byId('list-empty-text').textContent = t('list.empty.text');
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    for (const it of chips) it.chip.setAttribute('aria-pressed', String(it.category === category));
    const turn = ++asked;
    const rooms: RoomCard[] = [];
    let total = 0;
    for (let page = 1; page <= pages; page++) {
      const answer = await listRooms(category, page);
      if (turn !== asked) return;
      if (!answer.ok) {
        const kind = answer.error.code === 'AUTH' ? 'token' : 'unreachable';
        cards.replaceChildren();
        empty.hidden = false;
        more.hidden = true;
        byId('list-empty-title').textContent = t(`state.${kind}.title`);
        byId('list-empty-text').textContent = t(`state.${kind}.text`);
        if (kind === 'token') return;
        total = -1;
        break;
      }
      rooms.push(...answer.value.rooms);
      total = answer.value.total;
    }
    if (total >= 0) draw(rooms, total);
    if (!document.hidden) timer = window.setTimeout(() => void look(), REFRESH_MS);
  }

  more.addEventListener('click', () => {
    pages += 1;
    void look();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(timer);
    else void look();
  });
  void look();
}

function cardOf(room: RoomCard): HTMLElement {
  const item = make('li');
  const link = make('a', 'room-card');
  link.href = `/room/${room.roomId}${carriedQuery()}`;
  link.dataset.room = room.roomId;
  const cover = make('span', 'cover');
  if (room.cover.startsWith('/')) {
    const picture = make('img');
    picture.src = `${room.cover}${carriedQuery()}`;
    picture.alt = '';
    picture.loading = 'lazy';
    picture.addEventListener('error', () => picture.remove());
    cover.append(picture);
  } else {
    // A colour of its own, from its id, so that it stays the same.
    let hue = 0;
    for (const letter of room.roomId) hue = (hue * 31 + letter.charCodeAt(0)) % 360;
    cover.style.background = `linear-gradient(135deg, hsl(${hue} 45% 32%), hsl(${(hue + 60) % 360} 50% 18%))`;
    cover.append(make('span', 'initial', [...room.title][0] ?? ''));
  }
  cover.append(make('span', 'live-mark', t('live')));
  const viewers = make(
    'span',
    'count',
    t('list.viewers', { count: room.online, text: shortNumber(room.online) }),
  );
  cover.append(viewers);
  const words = make('span', 'words');
  words.append(
    make('strong', '', room.title),
    make(
      'span',
      'soft',
      `${room.owner.name || t('list.host')} · ${t(`category.${room.category}`)}`,
    ),
  );
  if (room.startedAtMs !== null) {
    const since = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
    words.append(make('span', 'soft', t('list.since', { time: since.format(room.startedAtMs) })));
  }
  link.append(cover, words);
  item.append(link);
  return item;
}

import { clockOf } from '../../../common/chat/clock.ts';
import { createLocalChat, openWith } from '../../../common/chat/local/index.ts';
import type { ChatItem, ChatSend, Order } from '../../../common/chat/message.ts';
import type { ChatConnection, ChatEvent, Joined } from '../../../common/chat/service.ts';
import { type InvitedAnswer, invitedSchema } from '../../../common/cohost/invited.ts';
import type { StudioError } from '../../../common/result.ts';
import { carriedQuery } from '../api.ts';
import { byId } from '../dom.ts';
import { Viewer } from '../people.ts';
import { showPicture } from '../picture.ts';
import type { StreamAddress } from '../stream.ts';
import { durationWords, t } from '../words.ts';
import { Composer } from './composer.ts';
import { Danmaku } from './danmaku.ts';
import { Hand } from './hand.ts';
import { Head } from './head.ts';
import { riseHearts } from './hearts.ts';
import { Lines } from './lines.ts';
import { PkBar } from './pkBar.ts';

/** A room that is not there (yet) is looked for again, ms. */
const LOOK_MS = 4_000;

/** A room: its picture, its talk, and the viewer in it. */
export function showRoom(roomId: string): void {
  const viewer = new Viewer();
  const head = new Head(roomId, viewer);
  const danmaku = new Danmaku();
  const pkBar = new PkBar(roomId);
  const hand = new Hand(roomId);
  let stream: StreamAddress | 'notLive' | 'over' | 'token' = 'notLive';
  let me = '';
  let likes = 0;
  let online = 0;
  let joined = false;
  /** They were put out of the room: there is no picture for them, either. */
  let out: 'kicked' | 'banned' | null = null;
  let pinnedId: string | null = null;
  /** A token that the server refused is not tried twice. */
  let refused = false;

  const chat = createLocalChat({
    url: new URL('/chat', location.href.replace(/^http/, 'ws')).href,
    token: () => viewer.token(refused),
    newId: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
    openSocket: openWith(WebSocket),
    ...clockOf(globalThis),
  });
  const lines = new Lines({ reply: (item) => composer.reply(item) });
  const composer = new Composer({
    send: (message) => void send(message),
    like: () => like(1),
    hasName: () => viewer.name !== '',
    async takeName(name) {
      const taken = await viewer.call(name);
      if (!taken.ok) return reasonOf(taken.error);
      await enter();
      return null;
    },
  });

  async function send(message: ChatSend): Promise<void> {
    const pending = message.kind === 'text' ? lines.pending(message.text) : null;
    const sent = await chat.send(message);
    if (sent.ok) pending?.done();
    else if (pending) pending.failed(reasonOf(sent.error));
    else lines.note(reasonOf(sent.error));
  }

  function like(count: number): void {
    chat.like(count);
    riseHearts(count);
  }

  function take(items: readonly ChatItem[], live: boolean): void {
    lines.add(items);
    for (const item of items) {
      if (!live) continue;
      if (item.kind === 'order') obey(item.order);
      if (item.kind === 'text' && item.danmaku) danmaku.add(item.text, item.from.userId === me);
      if (item.kind === 'notice') head.drawNotice(item.text);
    }
  }

  function obey(order: Order): void {
    if (order.order === 'pin') pin(order.id === null ? null : (known.get(order.id) ?? null));
    if (order.order !== 'delete') return;
    if (order.id === pinnedId) pin(null);
    known.delete(order.id);
    composer.forget(order.id);
  }

  function pin(item: ChatItem | null): void {
    pinnedId = item?.id ?? null;
    const text = item?.kind === 'text' ? `${item.from.name}: ${item.text}` : '';
    byId('pinned').hidden = text === '';
    byId('pinned-text').textContent = text;
  }

  chat.on((event: ChatEvent) => {
    if (event.type === 'connection') return connection(event.connection);
    if (event.type === 'gap') return lines.note(t('room.missed', { count: event.missed }));
    if (event.type === 'direct') {
      const told = invitedSchema.safeParse(event.data);
      if (!told.success || told.data.data.roomID !== roomId) return;
      const { ticket } = told.data.data;
      hand.invited((accept) => {
        const data: InvitedAnswer['data'] = { type: 'answer', roomID: roomId, ticket, accept };
        void chat.direct(event.from, { cmd: 'cohost', data } satisfies InvitedAnswer);
      });
      return;
    }
    if (event.type !== 'batch') return;
    const { items, pulse, shed, pk } = event.batch;
    if (pk !== undefined) pkBar.show(pk);
    remember(items);
    take(items, true);
    if (shed) lines.note(t('room.shed', { count: shed }));
    if (!pulse) return;
    lines.pulse(pulse);
    const others = pulse.likes.added;
    if (others > 0) riseHearts(Math.min(others, 6));
    likes = pulse.likes.total;
    online = pulse.online;
    head.drawFigures(online, likes);
  });

  /** Texts by their ids, for what is pinned later. */
  const known = new Map<string, ChatItem>();
  function remember(items: readonly ChatItem[]): void {
    for (const item of items) if (item.kind === 'text') known.set(item.id, item);
    for (const id of known.keys()) {
      if (known.size <= 500) break;
      known.delete(id);
    }
  }

  function connection(state: ChatConnection): void {
    const connected = state.state === 'connected';
    composer.enable(connected);
    const line = byId('chat-state');
    line.hidden = connected;
    byId('chat-again').hidden = true;
    line.textContent =
      state.state === 'reconnecting'
        ? t('room.reconnecting', { attempt: state.attempt })
        : connected
          ? ''
          : t('room.connecting');
    if (state.state !== 'ended' || state.why === 'left') return;
    joined = false;
    const isBanned = state.why === 'failed' && state.error?.code === 'BANNED';
    if (state.why === 'kicked' || state.why === 'banned') out = state.why;
    else if (isBanned) out = 'banned';
    if (out) lookAtPicture();
    line.textContent =
      state.why === 'failed' && state.error ? reasonOf(state.error) : t(`room.ended.${state.why}`);
    document.documentElement.dataset.chat = state.why;
    if (state.why === 'roomClosed') {
      stream = 'over';
      return;
    }
    const again = byId<HTMLButtonElement>('chat-again');
    again.hidden = out === 'banned';
    again.textContent = t('room.again');
  }

  function begin(answer: Joined): void {
    joined = true;
    refused = false;
    if (out) {
      out = null;
      lookAtPicture();
    }
    delete document.documentElement.dataset.chat;
    byId('chat-again').hidden = true;
    me = answer.me.userId;
    ({ likes, online } = answer);
    lines.reset(me);
    known.clear();
    remember(answer.history);
    take(answer.history, false);
    pin(answer.pinned);
    pkBar.show(answer.pk ?? null);
    head.drawFigures(online, likes);
  }

  async function enter(): Promise<void> {
    const invite = new URLSearchParams(location.search).get('invite') ?? '';
    const answer = await chat.join(roomId, invite);
    if (answer.ok) return begin(answer.value);
    if (answer.error.code !== 'AUTH' || refused) return;
    // The token of an earlier visit may be over: once more with another one.
    refused = true;
    await enter();
  }

  /** Looks how the room stands, and goes in as soon as it is there. */
  async function look(): Promise<void> {
    const view = await head.look();
    if (view.ok) {
      const { stream: name, handsOpen } = view.value;
      hand.offer(handsOpen === true);
      if (name) stream = { name, query: carriedQuery() };
      else if (stream !== 'over') stream = 'notLive';
      const isAway = document.documentElement.dataset.chat === 'elsewhere';
      if (!joined && !isAway && !out) await enter();
    } else if (view.error.code === 'ROOM_MISSING') {
      hand.offer(false);
      pkBar.show(null);
      if (stream !== 'over') stream = 'notLive';
      byId('chat-state').hidden = false;
      byId('chat-state').textContent = t('room.ended.roomClosed');
    } else if (view.error.code === 'AUTH') {
      // A token of before is replaced; without the play token in the address there is none.
      const fresh = await viewer.token(true);
      if (!fresh.ok && fresh.error.code === 'AUTH') {
        stream = 'token';
        byId('chat-state').hidden = false;
        byId('chat-state').textContent = reasonOf(fresh.error);
      }
    }
    setTimeout(() => void look(), LOOK_MS);
  }

  byId('chat-again').addEventListener('click', () => void enter());
  const toggle = byId('danmaku-toggle');
  const drawToggle = () => {
    toggle.setAttribute('aria-pressed', String(danmaku.isOn));
    toggle.setAttribute('aria-label', t('room.danmaku'));
    toggle.title = t('room.danmaku');
  };
  toggle.textContent = t('room.danmakuShort');
  toggle.addEventListener('click', () => {
    danmaku.switch(!danmaku.isOn);
    drawToggle();
  });
  drawToggle();
  toggle.hidden = false;
  byId('to-list').hidden = false;
  byId<HTMLAnchorElement>('to-list').href = `/${carriedQuery()}`;
  byId('to-list').setAttribute('aria-label', t('list.title'));
  byId('lines').setAttribute('aria-label', t('room.lines'));
  byId('pinned-label').textContent = t('room.pinned');
  byId('notice-label').textContent = t('room.notice');
  // A double tap on the picture is a heart on phones; on a PC it is the full screen.
  let tappedAtMs = 0;
  byId('video').addEventListener('pointerup', ({ pointerType, timeStamp }) => {
    if (pointerType !== 'touch') return;
    if (timeStamp - tappedAtMs < 350) like(1);
    tappedAtMs = timeStamp;
  });
  composer.enable(false);
  byId('chat-state').textContent = t('room.connecting');
  const lookAtPicture = showPicture({
    // Until the server has said what the room shows, the page's own name tells whether it may ask.
    address: () => out ?? stream,
    comeBack: () => void enter(),
    countViewers: false,
  });
  void look();
}

/** Why something was not done, in the viewer's words. */
function reasonOf({ code, detail }: StudioError): string {
  const seconds = Number(detail?.seconds ?? 0);
  if (code === 'MUTED' && seconds > 0) return t('why.MUTED_FOR', { time: durationWords(seconds) });
  if (code === 'RATE_LIMITED' && seconds > 1)
    return t('why.WAIT', { time: durationWords(seconds) });
  const known = [
    'MUTED',
    'RATE_LIMITED',
    'WORD_BANNED',
    'FOLLOWERS_ONLY',
    'INPUT_INVALID',
    'DISCONNECTED',
    'BANNED',
    'AUTH',
    'ROOM_MISSING',
    'ROOM_FULL',
  ];
  return t(`why.${known.includes(code) ? code : 'other'}`);
}

import type { ChatItem } from '../../common/chat/message.ts';
import type { ChatWindowBridge, ChatWindowLook } from '../../common/ipc/chatWindow.ts';
import { ChatList } from './list.ts';
import { partsOf } from './row.ts';
import { wordsFor } from './words.ts';

declare global {
  interface Window {
    readonly chatWindow: ChatWindowBridge;
  }
}

/** So long a change of the look is waited for to end, ms. */
const SETTLES_MS = 250;

const { chatWindow } = window;

function part<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id} in the page`);
  return found as T;
}

async function start(): Promise<void> {
  // What comes while main answers is in its answer, or comes after it.
  const early: ChatItem[] = [];
  let list: ChatList | null = null;
  let showPinned: (pinned: ChatItem | null) => void = () => {};
  chatWindow.onBatch(({ items }) => (list ? list.add(items) : early.push(...items)));
  chatWindow.onPinned((pinned) => showPinned(pinned));
  const answer = await chatWindow.load();
  if (!answer.ok) return;
  const { locale, items, pinned, look, isHidden, canLetThrough } = answer.value;
  const words = wordsFor(locale);
  document.documentElement.lang = locale;
  part('title').textContent = words.title;
  part('opacityName').textContent = words.opacity;
  part('sizeName').textContent = words.size;
  part('hint').textContent = isHidden ? words.hidden : words.seen;
  const name = (button: HTMLElement, text: string) => {
    button.title = text;
    button.setAttribute('aria-label', text);
  };
  name(part('close'), words.close);
  name(part('look'), words.look);
  name(part('through'), words.through);
  part('close').addEventListener('click', () => chatWindow.close());
  listenToLook(look);
  listenToThrough(canLetThrough, words.throughOn);
  showPinned = (item) => {
    const parts = item && partsOf(item, words);
    const place = part('pinned');
    place.hidden = !parts;
    place.setAttribute('aria-label', words.pinned);
    place.replaceChildren(...(parts ? ['📌 ', ...parts] : []));
  };
  showPinned(pinned);
  list = new ChatList(
    {
      scroll: part('scroll'),
      list: part('list'),
      empty: part('empty'),
      newest: part<HTMLButtonElement>('newest'),
    },
    words,
  );
  list.add(items);
  list.add(early);
}

function listenToLook(first: ChatWindowLook): void {
  const [opacity, size] = [part<HTMLInputElement>('opacity'), part<HTMLInputElement>('size')];
  const button = part('look');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (look: ChatWindowLook): void => {
    document.documentElement.style.setProperty('--opacity', String(look.opacity));
    document.documentElement.style.setProperty('--size', `${look.fontSizePx}px`);
  };
  const changed = (): void => {
    const look = { opacity: opacity.valueAsNumber / 100, fontSizePx: size.valueAsNumber };
    show(look);
    clearTimeout(timer);
    timer = setTimeout(() => chatWindow.setLook(look), SETTLES_MS);
  };
  opacity.value = String(Math.round(first.opacity * 100));
  size.value = String(first.fontSizePx);
  show(first);
  opacity.addEventListener('input', changed);
  size.addEventListener('input', changed);
  button.addEventListener('click', () => {
    const settings = part('settings');
    settings.hidden = !settings.hidden;
    button.setAttribute('aria-expanded', String(!settings.hidden));
  });
}

/** Clicks go through all but the bar: main is told when the mouse is over that. */
function listenToThrough(can: boolean, saying: string): void {
  const [button, bar] = [part('through'), part('bar')];
  button.hidden = !can;
  let on = false;
  button.addEventListener('click', () => {
    on = !on;
    button.setAttribute('aria-pressed', String(on));
    const state = part('state');
    state.textContent = on ? saying : '';
    state.title = state.textContent;
    chatWindow.letThrough(on);
  });
  bar.addEventListener('mouseenter', () => on && chatWindow.overBar(true));
  bar.addEventListener('mouseleave', () => on && chatWindow.overBar(false));
}

void start();

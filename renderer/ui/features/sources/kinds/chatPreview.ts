import type { ChatItem, Person } from '../../../../../common/chat/message.ts';
import type { OverlayFeed } from '../../../../../common/chat/overlay.ts';
import type { Look } from '../../../../stage/programme/sources/chat/draw/index.ts';
import { openPart, paint, Rasters } from '../../../../stage/programme/sources/chat/draw/index.ts';
import { ChatTalk } from '../../../../stage/programme/sources/chat/talk.ts';

/** Pictures a second; it is only looked at. */
const FPS = 15;
const NEXT_EVERY_US = 1_300_000;
/** Letters no smaller than this, CSS pixels: a wide source is shown in part. */
const LEAST_LETTERS_PX = 13;

/** What the made-up people say. */
export type Sample = { readonly name: string; readonly text: string };
export type Samples = {
  readonly said: readonly Sample[];
  readonly pinned: string;
  readonly question: string;
};

let made = 0;

function itemOf(samples: Samples, index: number): ChatItem {
  const { name, text } = samples.said[index % samples.said.length] as Sample;
  const role: Person['role'] = index % 5 === 1 ? 'admin' : 'viewer';
  const number = ++made;
  const from = { userId: `sample-${name}`, name, avatar: '', role };
  const said = { id: `sample:${number}`, seq: number, atMs: number, from };
  if (index % 6 === 4)
    return { ...said, kind: 'gift', giftId: 'rose', count: 3, comboId: said.id, combo: 1 };
  return { ...said, kind: 'text', text, danmaku: true, question: false, replyTo: null };
}

const feedOf = (samples: Samples, items: readonly ChatItem[], beat: number): OverlayFeed => {
  const pinned = itemOf(samples, 1);
  return {
    items,
    likesAdded: 4,
    likesTotal: 3_580 + beat * 4,
    online: 126 + (beat % 4),
    pinned:
      pinned.kind === 'text' ? { ...pinned, id: 'sample:pinned', text: samples.pinned } : null,
    question: { name: samples.said[0]?.name ?? '', text: samples.question },
  };
};

/** A look that fits a picture of `width` x `height` CSS pixels, in letters that can be read there, and its scale. */
function fitted(look: Look, { width, height }: { width: number; height: number }) {
  const whole = Math.min(width / look.width, height / look.height);
  const scale = Math.max(whole, LEAST_LETTERS_PX / look.fontSizePx);
  return { scale, look: { ...look, width: width / scale, height: height / scale } };
}

/**
 * Shows made-up talk on a canvas of the page by the code that draws the programme's; it never gets
 * there. Still where nothing shall move. Returns what ends it.
 */
export function showSamples(
  canvas: HTMLCanvasElement,
  wanted: Look,
  locale: 'zh-CN' | 'en',
  samples: Samples,
  moves: boolean,
): () => void {
  const context = canvas.getContext('2d');
  const { clientWidth, clientHeight } = canvas;
  if (!context || clientWidth === 0 || clientHeight === 0) return () => {};
  canvas.width = Math.round(clientWidth * devicePixelRatio);
  canvas.height = Math.round(clientHeight * devicePixelRatio);
  const { look, scale } = fitted(wanted, { width: clientWidth, height: clientHeight });
  const rasters = new Rasters();
  rasters.scale = scale * devicePixelRatio;
  const part = openPart(look, locale, rasters);
  const talk = new ChatTalk();
  let beat = 0;
  // Without the first, which would count as said before.
  talk.take(feedOf(samples, [], 0), 0);
  const say = (count: number, timeUs: number): void => {
    const items = Array.from({ length: count }, () => itemOf(samples, beat++));
    talk.take(feedOf(samples, items, beat), timeUs);
  };
  const draw = (timeUs: number): void => {
    rasters.begin();
    paint(context, part.at(talk, { timeUs, fps: FPS }), rasters.scale);
  };
  draw(0);
  const frameUs = 1e6 / FPS;
  let timeUs = frameUs;
  let nextUs = 0;
  const step = (): void => {
    if (timeUs >= nextUs) {
      say(beat === 0 ? 3 : 1, timeUs);
      nextUs = timeUs + NEXT_EVERY_US;
    }
    draw(timeUs);
    timeUs += frameUs;
  };
  // Some way into it, so that there is something to see at once.
  for (let frame = 0; frame < FPS * 2.4; frame++) step();
  if (!moves) return () => rasters.close();
  const timer = setInterval(() => {
    if (!document.hidden) step();
  }, 1000 / FPS);
  return () => {
    clearInterval(timer);
    rasters.close();
  };
}

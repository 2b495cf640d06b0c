import { FIRST_PK_SEAT } from '../../../../../common/show/seats.ts';
import { SLATE_SIZE, slateLocale } from '../slate.ts';
import { FACES } from '../textLayout.ts';
import { guestWords } from './words.ts';

/** What plates are drawn on; the rest of a seat has it too. */
export const PLATE_COLOUR = '#161a22';

type Context = OffscreenCanvasRenderingContext2D;

/** Height of a tag, pixels of its own; it is drawn to the picture's scale. */
export const TAG_PX = 64;
/** A name longer than this is cut, pixels of the tag. */
const LONGEST_TAG_PX = 720;

function paper(width: number, height: number, alpha: boolean): [OffscreenCanvas, Context] {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha, willReadFrequently: true });
  if (!context) throw new Error('guest: no 2D context');
  context.textBaseline = 'middle';
  return [canvas, context];
}

/** A plate of the seat's size with a disc in its middle and a line below it. */
function drawPlate(disc: string, line: string): OffscreenCanvas {
  const { width, height } = SLATE_SIZE;
  const [canvas, context] = paper(width, height, false);
  context.fillStyle = PLATE_COLOUR;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#2a3140';
  context.beginPath();
  context.arc(width / 2, height * 0.42, 110, 0, 2 * Math.PI);
  context.fill();
  context.textAlign = 'center';
  context.fillStyle = '#c9d0de';
  context.font = `600 96px ${FACES}`;
  context.fillText(disc, width / 2, height * 0.42, 190);
  context.fillStyle = '#ffffff';
  context.font = `600 52px ${FACES}`;
  context.fillText(line, width / 2, height * 0.7, width * 0.86);
  return canvas;
}

/** The slate of a seat on which nobody sits. */
export function drawEmptySeat(seat: number): OffscreenCanvas {
  const words = guestWords[slateLocale()];
  return seat < FIRST_PK_SEAT
    ? drawPlate(String(seat), words.waiting)
    : drawPlate(String(seat - FIRST_PK_SEAT + 1), words.opponent);
}

/** Stands for a person whose camera is off. */
export const drawPerson = (name: string): OffscreenCanvas =>
  drawPlate([...name.trim()][0]?.toUpperCase() ?? '', name);

/** A line of text on a dark rounded plate, as long as it needs to be. */
export function drawTag(text: string): OffscreenCanvas {
  const font = `600 ${TAG_PX * 0.5}px ${FACES}`;
  const [, probe] = paper(2, 2, true);
  probe.font = font;
  const room = Math.min(LONGEST_TAG_PX, Math.ceil(probe.measureText(text).width));
  const width = 2 * Math.ceil((room + TAG_PX * 0.7) / 2);
  const [canvas, context] = paper(width, TAG_PX, true);
  context.fillStyle = '#0c0e12c0';
  context.beginPath();
  context.roundRect(0, 0, width, TAG_PX, TAG_PX * 0.22);
  context.fill();
  context.fillStyle = '#ffffff';
  context.font = font;
  context.fillText(text, TAG_PX * 0.35, TAG_PX * 0.53, room);
  return canvas;
}

import { FACES } from './textLayout.ts';

export type SlateLocale = 'zh-CN' | 'en';

/** Why a slate stands there: the device or window is not there, may not be used, or is used by another. */
export type SlateReason = 'cameraMissing' | 'screenMissing' | 'windowClosed';

const TEXTS: Record<SlateLocale, Record<SlateReason | 'comesBack', string>> = {
  'zh-CN': {
    cameraMissing: '摄像头未连接',
    screenMissing: '找不到这个屏幕',
    windowClosed: '窗口已关闭',
    comesBack: '恢复后画面会自动回来',
  },
  en: {
    cameraMissing: 'The camera is not connected',
    screenMissing: 'The screen is not there',
    windowClosed: 'The window is closed',
    comesBack: 'The picture comes back by itself',
  },
};

let spoken: SlateLocale = 'zh-CN';
let version = 0;

/** The language of slates that are drawn from now on. */
export function setSlateLocale(locale: SlateLocale): void {
  if (locale !== spoken) version++;
  spoken = locale;
}

/** The language that the stage writes in. */
export const slateLocale = (): SlateLocale => spoken;

/** Changes when slates should be drawn anew. */
export const slateVersion = (): number => version;

/** Size of a slate where nothing better is known, pixels. */
export const SLATE_SIZE = { width: 1280, height: 720 } as const;

/** The picture that stands in for a source that is not there: says which one, in the person's language. */
export function drawSlate(reason: SlateReason, name: string): OffscreenCanvas {
  const { width, height } = SLATE_SIZE;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('slate: no 2D context');
  const texts = TEXTS[spoken];
  context.fillStyle = '#161a22';
  context.fillRect(0, 0, width, height);
  drawSymbol(context, width / 2, height * 0.32);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const line = (text: string, y: number, sizePx: number, weight: number, colour: string) => {
    context.fillStyle = colour;
    context.font = `${weight} ${sizePx}px ${FACES}`;
    context.fillText(text, width / 2, y, width * 0.9);
  };
  line(name, height * 0.53, 56, 600, '#ffffff');
  line(texts[reason], height * 0.65, 40, 500, '#f0b429');
  line(texts.comesBack, height * 0.75, 30, 400, '#8b93a3');
  return canvas;
}

/** A camera, crossed out. */
function drawSymbol(context: OffscreenCanvasRenderingContext2D, x: number, y: number): void {
  context.save();
  context.translate(x, y);
  context.lineWidth = 8;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = '#8b93a3';
  context.beginPath();
  context.roundRect(-80, -50, 110, 100, 14);
  context.moveTo(30, -12);
  context.lineTo(80, -42);
  context.lineTo(80, 42);
  context.lineTo(30, 12);
  context.moveTo(-100, -80);
  context.lineTo(100, 80);
  context.stroke();
  context.restore();
}

import { moveNeedle, type Needle, restingNeedle } from './ballistics.ts';
import { positionOfDb } from './scale.ts';

/** Where amber and red begin, dBFS. */
const AMBER_FROM_DB = -18;
const RED_FROM_DB = -6;

const zones = [
  { fromDb: Number.NEGATIVE_INFINITY, lit: '#2bb583', dark: '#11251f' },
  { fromDb: AMBER_FROM_DB, lit: '#f5b544', dark: '#2a2213' },
  { fromDb: RED_FROM_DB, lit: '#ff4658', dark: '#2e1419' },
] as const;

/**
 * One stereo meter on one canvas. It is drawn only when a bar or a held peak has moved by
 * a whole pixel, and at most once a frame.
 */
export class MeterDrawing {
  readonly #canvas: HTMLCanvasElement;
  readonly #needles: readonly [Needle, Needle] = [restingNeedle(), restingNeedle()];
  #seenAtMs = 0;
  #drawn = '';
  #frame = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#draw();
  }

  /** Fits the drawing to the canvas's place on screen. */
  resize(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    this.#canvas.width = Math.round(clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(clientHeight * devicePixelRatio);
    this.#drawn = '';
    this.#draw();
  }

  show(peakDb: readonly [number, number], nowMs: number): void {
    const sinceMs = nowMs - this.#seenAtMs;
    this.#seenAtMs = nowMs;
    moveNeedle(this.#needles[0], peakDb[0], nowMs, sinceMs);
    moveNeedle(this.#needles[1], peakDb[1], nowMs, sinceMs);
    if (this.#frame === 0 && this.#look() !== this.#drawn) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  /** Back to silence, when nobody tells levels any more. */
  rest(): void {
    Object.assign(this.#needles[0], restingNeedle());
    Object.assign(this.#needles[1], restingNeedle());
    this.#draw();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
  }

  #heights({ barDb, peakDb }: Needle): { bar: number; peak: number } {
    const { height } = this.#canvas;
    return {
      bar: Math.round(positionOfDb(barDb) * height),
      peak: Math.round(positionOfDb(peakDb) * height),
    };
  }

  #look(): string {
    const [left, right] = this.#needles.map((needle) => this.#heights(needle));
    return `${left?.bar} ${left?.peak} ${right?.bar} ${right?.peak}`;
  }

  #draw(): void {
    const look = this.#look();
    if (look === this.#drawn) return;
    this.#drawn = look;
    const pen = this.#canvas.getContext('2d');
    if (!pen) return;
    const { width } = this.#canvas;
    const gap = Math.max(1, Math.round(width * 0.16));
    const bar = Math.floor((width - gap) / 2);
    this.#drawChannel(pen, 0, bar, this.#heights(this.#needles[0]));
    this.#drawChannel(pen, bar + gap, bar, this.#heights(this.#needles[1]));
  }

  #drawChannel(
    pen: CanvasRenderingContext2D,
    x: number,
    width: number,
    { bar, peak }: { bar: number; peak: number },
  ): void {
    const { height } = this.#canvas;
    for (const [index, zone] of zones.entries()) {
      const from = Math.round(positionOfDb(zone.fromDb) * height);
      const next = zones[index + 1];
      const to = next ? Math.round(positionOfDb(next.fromDb) * height) : height;
      const lit = Math.min(Math.max(bar, from), to);
      pen.fillStyle = zone.dark;
      pen.fillRect(x, height - to, width, to - lit);
      pen.fillStyle = zone.lit;
      pen.fillRect(x, height - lit, width, lit - from);
      if (peak > from && peak <= to) pen.fillRect(x, height - peak, width, 2);
    }
  }
}

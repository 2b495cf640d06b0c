import type { HealthSample } from '../../../../../common/live/delivery.ts';
import { formatTimeOfDay } from '../../../app/format.ts';
import {
  isOffAir,
  looks,
  markSeconds,
  nearest,
  type PanelName,
  panels,
  panelsOf,
  type SeriesName,
  textOf,
  topOf,
  valueOf,
} from './series.ts';

/** CSS pixels around and between the panels. */
const LEFT = 58;
const RIGHT = 8;
const BOTTOM = 20;
const TITLE = 18;
const GAP = 8;
/** A show shorter than this does not fill the width, ms. */
const LEAST_SPAN_MS = 60_000;

const ink = { grid: '#262c38', axis: '#3a4252', words: '#9aa3b5', cursor: '#e8ebf2' };
const offAirInk = { ground: 'rgb(255 70 88 / 0.10)', hatch: 'rgb(255 117 130 / 0.45)' };

export type Sheet = {
  readonly samples: readonly HealthSample[];
  readonly destinationId: string | null;
  /** What the panels and the hatched stretches are called. */
  readonly words: Readonly<Record<PanelName | 'offAir', string>>;
};

type Box = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** The chart on its canvas: drawn when there is something new, at most once a frame, past React. */
export class ChartDrawing {
  readonly #canvas: HTMLCanvasElement;
  #sheet: Sheet | null = null;
  #cursorMs: number | null = null;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  show(sheet: Sheet): void {
    this.#sheet = sheet;
    this.#wake();
  }

  /** Fits the drawing to its place on screen, sharp at any scale. */
  resize(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    this.#canvas.width = Math.round(clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(clientHeight * devicePixelRatio);
    this.#draw();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
  }

  /** Where one looks, CSS pixels from the left; null looks away. Answers with the second that stands there. */
  pointAt(x: number | null): HealthSample | null {
    const { samples } = this.#sheet ?? {};
    if (x === null || !samples || samples.length === 0) return this.#look(null);
    const { fromMs, spanMs, width } = this.#time(samples);
    const atMs = fromMs + ((x - LEFT) / Math.max(1, width)) * spanMs;
    return this.#look(samples[nearest(samples, atMs)] ?? null);
  }

  /** Looks so many seconds of the sheet further on; begins at the last. */
  step(by: number): HealthSample | null {
    const { samples } = this.#sheet ?? {};
    if (!samples || samples.length === 0) return null;
    const at = this.#cursorMs === null ? samples.length - 1 : nearest(samples, this.#cursorMs) + by;
    return this.#look(samples[Math.max(0, Math.min(samples.length - 1, at))] ?? null);
  }

  #look(sample: HealthSample | null): HealthSample | null {
    const before = this.#cursorMs;
    this.#cursorMs = sample?.atEpochMs ?? null;
    if (before !== this.#cursorMs) this.#wake();
    return sample;
  }

  #wake(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #time(samples: readonly HealthSample[]) {
    const firstMs = samples[0]?.atEpochMs ?? 0;
    const lastMs = samples.at(-1)?.atEpochMs ?? 0;
    const spanMs = Math.max(LEAST_SPAN_MS, lastMs - firstMs);
    const width = this.#canvas.clientWidth - LEFT - RIGHT;
    return {
      fromMs: firstMs,
      spanMs,
      width,
      x: (ms: number) => LEFT + ((ms - firstMs) / spanMs) * width,
    };
  }

  #draw(): void {
    const pen = this.#canvas.getContext('2d');
    const sheet = this.#sheet;
    if (!pen || !sheet) return;
    const { clientWidth, clientHeight } = this.#canvas;
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    pen.clearRect(0, 0, clientWidth, clientHeight);
    pen.font = `11px ${getComputedStyle(this.#canvas).fontFamily}`;
    pen.textBaseline = 'middle';
    if (sheet.samples.length === 0) return;
    const room = clientHeight - BOTTOM - GAP * (panels.length - 1);
    let y = 0;
    for (const name of panels) {
      const height = room * panelsOf[name].share;
      const box = {
        x: LEFT,
        y: y + TITLE,
        width: clientWidth - LEFT - RIGHT,
        height: height - TITLE,
      };
      this.#drawPanel(pen, name, box, sheet);
      y += height + GAP;
    }
    this.#drawTimes(pen, sheet.samples, clientHeight);
    this.#drawCursor(pen, sheet.samples, clientHeight - BOTTOM);
  }

  #drawPanel(pen: CanvasRenderingContext2D, name: PanelName, box: Box, sheet: Sheet): void {
    const { samples, destinationId, words } = sheet;
    const top = topOf(name, samples, destinationId);
    const [first] = panelsOf[name].series as [SeriesName];
    pen.fillStyle = ink.words;
    pen.textAlign = 'left';
    pen.fillText(words[name], box.x, box.y - TITLE / 2);
    pen.textAlign = 'right';
    for (const share of name === 'bitrate' ? [0, 0.5, 1] : [0, 1]) {
      const y = crisp(box.y + box.height * (1 - share));
      pen.strokeStyle = share === 0 ? ink.axis : ink.grid;
      pen.lineWidth = 1;
      line(pen, box.x, y, box.x + box.width, y);
      pen.fillText(share === 0 ? '0' : textOf(first, top * share), box.x - 6, y);
    }
    this.#drawOffAir(pen, box, sheet, name === 'bitrate');
    pen.save();
    pen.beginPath();
    pen.rect(box.x, box.y - 1, box.width, box.height + 2);
    pen.clip();
    for (const series of panelsOf[name].series) this.#drawSeries(pen, series, box, top, sheet);
    pen.restore();
  }

  #drawSeries(
    pen: CanvasRenderingContext2D,
    name: SeriesName,
    box: Box,
    top: number,
    { samples, destinationId }: Sheet,
  ): void {
    const { colour, shape } = looks[name];
    const { x } = this.#time(samples);
    const yOf = (value: number) => box.y + box.height * (1 - Math.min(1, value / top));
    if (shape === 'bars') {
      const most = Math.max(1, ...samples.map((it) => valueOf(it, destinationId, name) ?? 0));
      pen.fillStyle = colour;
      for (const sample of samples) {
        const value = valueOf(sample, destinationId, name) ?? 0;
        if (value <= 0) continue;
        const height = Math.max(4, (value / most) * box.height * 0.6);
        pen.fillRect(x(sample.atEpochMs) - 1, box.y + box.height - height, 2, height);
      }
      return;
    }
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5;
    pen.lineJoin = 'round';
    pen.setLineDash(shape === 'dashed' ? [6, 4] : shape === 'dotted' ? [1.5, 3] : []);
    for (const run of this.#runs(samples, destinationId, name)) {
      pen.beginPath();
      for (const [index, [ms, value]] of run.entries()) {
        if (index === 0) pen.moveTo(x(ms), yOf(value));
        else pen.lineTo(x(ms), yOf(value));
      }
      pen.stroke();
      const [start, end] = [run[0], run.at(-1)];
      if (shape !== 'area' || !start || !end) continue;
      pen.lineTo(x(end[0]), box.y + box.height);
      pen.lineTo(x(start[0]), box.y + box.height);
      pen.closePath();
      pen.globalAlpha = 0.14;
      pen.fillStyle = colour;
      pen.fill();
      pen.globalAlpha = 1;
    }
    pen.setLineDash([]);
  }

  /** Stretches without a hole: neither an unknown value nor missing seconds. */
  #runs(samples: readonly HealthSample[], destinationId: string | null, name: SeriesName) {
    const apartMs = this.#apartMs(samples);
    const runs: [number, number][][] = [];
    let lastMs = Number.NEGATIVE_INFINITY;
    for (const sample of samples) {
      const value = valueOf(sample, destinationId, name);
      if (value === null) {
        lastMs = Number.NEGATIVE_INFINITY;
        continue;
      }
      if (sample.atEpochMs - lastMs > apartMs * 3.5) runs.push([]);
      runs.at(-1)?.push([sample.atEpochMs, value]);
      lastMs = sample.atEpochMs;
    }
    return runs;
  }

  #apartMs(samples: readonly HealthSample[]): number {
    const { spanMs } = this.#time(samples);
    return Math.max(1000, samples.length > 60 ? spanMs / samples.length : 1000);
  }

  #drawOffAir(pen: CanvasRenderingContext2D, box: Box, sheet: Sheet, titled: boolean): void {
    const { samples, destinationId, words } = sheet;
    const { x } = this.#time(samples);
    const apartMs = this.#apartMs(samples);
    for (let at = 0; at < samples.length; at += 1) {
      if (!isOffAir(samples[at] as HealthSample, destinationId)) continue;
      const from = at;
      while (at + 1 < samples.length && isOffAir(samples[at + 1] as HealthSample, destinationId))
        at += 1;
      const left = x((samples[from] as HealthSample).atEpochMs);
      const right = Math.min(
        box.x + box.width,
        x((samples[at] as HealthSample).atEpochMs + apartMs),
      );
      hatch(pen, { ...box, x: left, width: Math.max(2, right - left) });
      if (!titled || right - left < pen.measureText(words.offAir).width + 8) continue;
      pen.fillStyle = '#ff7582';
      pen.textAlign = 'center';
      pen.fillText(words.offAir, (left + right) / 2, box.y + 9);
    }
  }

  #drawTimes(pen: CanvasRenderingContext2D, samples: readonly HealthSample[], height: number) {
    const { fromMs, spanMs, width, x } = this.#time(samples);
    const stepMs = markSeconds(spanMs / 1000, width) * 1000;
    // Marks stand at round times of this place's day.
    const shiftMs = new Date(fromMs).getTimezoneOffset() * 60_000;
    pen.fillStyle = ink.words;
    pen.strokeStyle = ink.grid;
    pen.lineWidth = 1;
    pen.textAlign = 'center';
    const firstMs = Math.ceil((fromMs - shiftMs) / stepMs) * stepMs + shiftMs;
    for (let ms = firstMs; ms <= fromMs + spanMs; ms += stepMs) {
      const at = crisp(x(ms));
      line(pen, at, height - BOTTOM, at, height - BOTTOM + 4);
      const text = formatTimeOfDay(ms).slice(0, stepMs < 60_000 ? 8 : 5);
      const half = pen.measureText(text).width / 2;
      const inside = Math.min(Math.max(at, LEFT + half), LEFT + width - half);
      pen.fillText(text, inside, height - BOTTOM / 2 + 2);
    }
  }

  #drawCursor(pen: CanvasRenderingContext2D, samples: readonly HealthSample[], height: number) {
    if (this.#cursorMs === null) return;
    const at = crisp(this.#time(samples).x(this.#cursorMs));
    pen.strokeStyle = ink.cursor;
    pen.lineWidth = 1;
    line(pen, at, 0, at, height);
  }
}

/** The middle of a pixel: a line of one pixel's width then is one pixel wide. */
const crisp = (at: number): number => (Math.floor(at * devicePixelRatio) + 0.5) / devicePixelRatio;

function line(pen: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number): void {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}

/** A stretch off air: hatched, so that it does not hang on its colour. */
function hatch(pen: CanvasRenderingContext2D, { x, y, width, height }: Box): void {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.fillStyle = offAirInk.ground;
  pen.fillRect(x, y, width, height);
  pen.strokeStyle = offAirInk.hatch;
  pen.lineWidth = 1;
  for (let at = x - height - ((x - height) % 7); at < x + width; at += 7)
    line(pen, at, y + height, at + height, y);
  pen.restore();
}

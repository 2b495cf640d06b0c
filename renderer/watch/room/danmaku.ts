import { type Flight, isOver, Lanes, leftOf } from '../../../common/chat/lanes.ts';
import { byId, make, reducedMotion } from '../dom.ts';

/** Crossing the picture takes about so long, seconds. */
const SECONDS = 8;
const LANE_PX = 34;
const GAP_PX = 28;
/** Most that fly at a time: the picture is to be seen as well. */
const MOST = 40;
/** Most that wait for a lane; older ones are let go. */
const MOST_WAITING = 60;

type Flying = { readonly flight: Flight; readonly element: HTMLElement };

/** Words that fly over the picture, in lanes, none over another. */
export class Danmaku {
  private readonly layer = byId('danmaku');
  private readonly waiting: { text: string; own: boolean }[] = [];
  private flying: Flying[] = [];
  private lanes: Lanes | null = null;
  private width = 0;
  private frame = 0;
  private on = true;

  constructor() {
    new ResizeObserver(() => this.measure()).observe(this.layer);
    document.addEventListener('visibilitychange', () => {
      // Nobody saw them: what has come meanwhile is not made up for.
      if (document.hidden) this.clear();
    });
  }

  get isOn(): boolean {
    return this.on;
  }

  switch(on: boolean): void {
    this.on = on;
    if (!on) this.clear();
  }

  add(text: string, own: boolean): void {
    if (!this.on || document.hidden || reducedMotion()) return;
    this.waiting.push({ text, own });
    if (this.waiting.length > MOST_WAITING) this.waiting.shift();
    this.frame ||= requestAnimationFrame((now) => this.step(now));
  }

  private clear(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.waiting.length = 0;
    this.flying = [];
    this.layer.replaceChildren();
    this.measure();
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.layer;
    this.width = width;
    // The upper half: faces and subtitles stay free.
    const count = Math.max(1, Math.min(8, Math.floor(height / 2 / LANE_PX)));
    this.lanes = new Lanes({ width, count, gap: GAP_PX });
  }

  private step(now: number): void {
    const timeUs = now * 1_000;
    this.flying = this.flying.filter(({ flight, element }) => {
      const over = isOver(flight, this.width, timeUs);
      if (over) element.remove();
      else element.style.transform = `translateX(${leftOf(flight, this.width, timeUs)}px)`;
      return !over;
    });
    while (this.waiting.length > 0 && this.flying.length < MOST && this.lanes?.hasRoom(timeUs)) {
      if (!this.launch(timeUs)) break;
    }
    this.frame =
      this.flying.length > 0 || this.waiting.length > 0
        ? requestAnimationFrame((next) => this.step(next))
        : 0;
  }

  private launch(bornUs: number): boolean {
    const next = this.waiting[0];
    if (!next || !this.lanes) return false;
    const element = make('span', next.own ? 'flyer own' : 'flyer', next.text);
    element.style.transform = `translateX(${this.width}px)`;
    this.layer.append(element);
    const width = element.offsetWidth;
    const flight = this.lanes.take({ bornUs, width, speed: (this.width + width) / SECONDS });
    if (!flight) {
      element.remove();
      return false;
    }
    element.style.top = `${flight.lane * LANE_PX + 52}px`;
    this.waiting.shift();
    this.flying.push({ flight, element });
    return true;
  }
}

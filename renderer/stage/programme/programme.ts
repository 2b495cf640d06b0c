import type { OverlayFeed } from '../../../common/chat/overlay.ts';
import type { StatePatch } from '../../../common/ipc/contract.ts';
import type { OutputToStage, StageToOutput } from '../../../common/ipc/output.ts';
import type { CompositorName } from '../../../common/media/compositor.ts';
import type { ExtraFormat, TrackFormat } from '../../../common/media/packet.ts';
import { frameTimeUs } from '../../../common/media/units.ts';
import type { StudioError } from '../../../common/result.ts';
import type { ToTap, TrackChunk } from '../audio/mixer/messages.ts';
import type { Compositor } from '../compositor/backend.ts';
import { chooseCompositor } from '../compositor/choose.ts';
import { AudioTimeline } from './audioTimeline.ts';
import { Encoders, type WantedLanes } from './encoders.ts';
import { Figures } from './figures.ts';
import { Floor } from './floor.ts';
import { EncoderMeasure } from './measure.ts';
import type { FromProgramme, ScreenSize, ToProgramme } from './messages.ts';
import { Monitors, PREVIEW_FPS } from './monitors.ts';
import { PictureTap } from './pictureTap.ts';
import type { Moment } from './sources/picture.ts';

/** Late grid positions that are still composed after a stall; older ones count as skipped. */
const CATCH_UP = 15;
const FIGURES_EVERY_MS = 500;
/** How soon the studio learns that a picture has got a size, and where media stand. */
const SOURCES_EVERY_MS = 250;
/** Longest wait for images before the programme may go on air. */
const IMAGES_MS = 1500;

/** Part of a frame's time above which what moves for decoration moves half as often. */
const HURRIED_ABOVE = 0.6;
/** Frames that this is a mean of, about. */
const HURRY_FRAMES = 15;

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Until the output says what it wants. */
const MAIN_ALONE: WantedLanes = { main: true, lanes: [] };

type Start = Extract<ToProgramme, { type: 'start' }>;

/** The programme: composes on a fixed grid of programme time and, while an output wants it, encodes. */
export class Programme {
  readonly #post: (message: FromProgramme) => void;
  readonly #originMs: number;
  readonly #wantedCompositor: CompositorName | 'auto';
  readonly #screen: OffscreenCanvas | null;
  readonly #figures = new Figures();
  readonly #monitors: Monitors;
  readonly #audio: AudioTimeline;
  /** The show: what is on air, and orders that change it. */
  readonly floor: Floor;
  #compositor: Compositor;
  #encoders: Encoders | null = null;
  #output: MessagePort | null = null;
  #pcm: MessagePort | null = null;
  /** WebRTC takes the frames as they are composed. */
  #tap: PictureTap | null = null;
  /** What a fresh output must know of the running encoders, which tell it only once. */
  readonly #formats = new Map<string, TrackFormat | ExtraFormat>();
  /** Encoders that were told to end. */
  #finishing: Promise<unknown> = Promise.resolve();
  /** Grid position last dealt with. */
  #frame: number;
  /** The first frame of a compositor loads fonts and compiles: it is made before anything is on air. */
  #isWarm = false;
  #wanted = MAIN_ALONE;
  #measure: EncoderMeasure | null = null;
  /** What a frame took lately, ms. */
  #composeMs = 0;
  #nextPreviewMs = 0;
  #presenting = true;
  #isShown = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(start: Start, post: (message: FromProgramme) => void) {
    this.#post = post;
    this.#originMs = start.originEpochMs - performance.timeOrigin;
    this.#wantedCompositor = start.compositor;
    this.#screen = start.screens?.programme ?? null;
    this.floor = new Floor(start.show, post);
    this.#monitors = new Monitors({
      floor: this.floor,
      compositor: start.compositor,
      preview: start.screens?.preview ?? null,
      post,
    });
    this.#audio = new AudioTimeline({
      onSound: (planar, ptsUs, tracks) => this.#encoders?.sound(planar, ptsUs, tracks),
      onOrigin: (frame) => post({ type: 'audioOrigin', frame }),
      onBehind: (samples) => this.#pcm?.postMessage({ behindSamples: samples } satisfies ToTap),
    });
    this.#compositor = this.#createCompositor();
    this.#frame = this.#dueFrame();
    post({ type: 'started', compositor: this.#compositor.name });
    setInterval(() => post({ type: 'figures', figures: this.#figures.take() }), FIGURES_EVERY_MS);
    setInterval(() => this.#tellSources(), SOURCES_EVERY_MS);
    void this.#probe();
    this.#schedule();
  }

  get #canvas() {
    const [canvas] = this.floor.show.canvases;
    if (!canvas) throw new Error('the show has no canvas');
    return canvas;
  }

  #createCompositor(): Compositor {
    const { width, height } = this.#canvas;
    return chooseCompositor(this.#wantedCompositor, { width, height, screen: this.#screen });
  }

  /** Programme time now, µs. */
  #nowUs(): number {
    return (performance.now() - this.#originMs) * 1000;
  }

  #dueFrame(): number {
    return Math.floor((this.#nowUs() * this.#canvas.fps) / 1_000_000);
  }

  async #probe(): Promise<void> {
    const codec = await Encoders.probe(this.#canvas, this.floor.show.encoding);
    // On air from the first frame on: an image must not pop in later.
    await Promise.race([this.floor.ready(), after(IMAGES_MS)]);
    if (codec) this.#post({ type: 'encoding', videoCodec: codec, audioCodec: 'mp4a.40.2' });
    else this.#fail({ code: 'ENCODER_MISSING', message: 'this system has no H.264 encoder' });
  }

  #tellSources(): void {
    this.floor.tellSizes();
    const media = this.floor.playing;
    if (Object.keys(media).length > 0)
      this.#post({ type: 'telemetry', telemetry: { kind: 'media', media } });
  }

  #fail(error: StudioError): void {
    this.#post({ type: 'failed', error });
  }

  /** A change of the document; what it moves glides for `animateMs`. */
  patch(patches: readonly StatePatch[], animateMs: number | undefined): void {
    const before = this.#canvas;
    this.floor.patch(patches, animateMs, frameTimeUs(this.#frame, before.fps));
    const { width, height, fps } = this.#canvas;
    if (width === before.width && height === before.height && fps === before.fps) return;
    this.#compositor.dispose();
    this.#compositor = this.#createCompositor();
    this.#isWarm = false;
    this.#frame = this.#dueFrame();
    this.#post({ type: 'started', compositor: this.#compositor.name });
    void this.#probe();
  }

  /** What was said in the room since the last time. */
  hear(feed: OverlayFeed): void {
    this.floor.hear(feed, frameTimeUs(this.#frame, this.#canvas.fps));
  }

  setOutput(port: MessagePort): void {
    this.#output?.close();
    this.#output = port;
    // Lanes are of one output, which tells a fresh stage anew.
    this.#wantLanes(MAIN_ALONE);
    port.onmessage = ({ data }: MessageEvent<OutputToStage>) => {
      if (data.type === 'keyframeWanted') this.#encoders?.wantKeyframe(data.lane);
      else if (data.type === 'lanes') this.#wantLanes(data);
      else if (data.type === 'whip') this.#post(data);
    };
    if (!this.#encoders) return;
    for (const format of this.#formats.values()) this.#send({ type: 'format', format });
    this.#encoders.wantKeyframe();
  }

  #wantLanes({ main, lanes }: WantedLanes): void {
    this.#wanted = { main, lanes };
    this.#encoders?.want(this.#wanted);
  }

  /** Gives the frames that are composed to a track as well; null for no more. */
  tapPicture(frames: WritableStream<VideoFrame> | null): void {
    this.#tap?.close();
    if (!this.#tap && !this.#encoders) this.#frame = this.#dueFrame();
    this.#tap = frames ? new PictureTap(frames) : null;
  }

  setPcm(port: MessagePort): void {
    this.#pcm = port;
    let tracks: Record<number, Float32Array<ArrayBuffer>> = {};
    port.onmessage = ({ data }: MessageEvent<TrackChunk>) => {
      // Tracks 2 to 6 are for the recording alone; they come before the programme of their moment.
      if (data.track !== 1) tracks[data.track] = data.planar;
      else {
        this.#audio.take({ ...data, tracks }, this.#nowUs());
        tracks = {};
      }
    };
  }

  /**
   * Sizes of the pictures on screen; null for one that is not shown. The canvas's own size stays the
   * programme's where the screen shows the very canvas that is encoded.
   */
  setScreenSizes(programme: ScreenSize | null, preview: ScreenSize | null): void {
    this.#monitors.setPreviewSize(preview);
    this.#isShown = programme !== null;
    if (!programme || !this.#screen || this.#compositor.name !== 'planar') return;
    const canvas = this.#canvas;
    const width = Math.max(2, Math.min(programme.width, canvas.width));
    const height = Math.max(2, Math.min(programme.height, canvas.height));
    // A size that is set is a canvas that is cleared, also where it is the same.
    if (this.#screen.width === width && this.#screen.height === height) return;
    this.#screen.width = width;
    this.#screen.height = height;
    this.#compositor.present();
  }

  newViewer(): void {
    this.#monitors.newViewer();
  }

  setEncoding(on: boolean): void {
    if (on && this.#encoders) return;
    if (on) {
      this.#measure?.cancel();
      this.#formats.clear();
      this.#frame = this.#dueFrame();
      this.#encoders = new Encoders(this.#canvas, this.floor.show.encoding, this.#wanted, {
        send: (message) => this.#send(message),
        onVideo: (encodeMs) => this.#figures.encodedIn(encodeMs),
        onLead: (encodeMs) => this.#figures.encodeTook(encodeMs),
        onAudio: () => this.#figures.encodedAudioFrames++,
        onError: (error) => this.#fail(error),
      });
      return;
    }
    const encoders = this.#encoders;
    this.#encoders = null;
    this.#compositor.holdColours?.(false);
    // Whoever ends the broadcast waits for `drained`, also where nothing was running.
    this.#finishing = Promise.all([this.#finishing, encoders?.finish()]).then(() => {
      this.#post({ type: 'figures', figures: this.#figures.take() });
      this.#send({ type: 'drained' });
    });
  }

  /** Answers with how fast the encoder is, and with 0 while it is at work or where there is none. */
  async measureEncoder(requestId: number, seconds: number): Promise<void> {
    const canvas = this.#canvas;
    const config = await Encoders.configFor(canvas, this.floor.show.encoding);
    let fps = 0;
    if (config && !this.#encoders && !this.#measure) {
      this.#measure = new EncoderMeasure(config, canvas, seconds);
      fps = await this.#measure.result;
      this.#measure = null;
    }
    this.#post({ type: 'encoderSpeed', requestId, fps });
  }

  /** Something of the page's for the output. */
  tellOutput(message: StageToOutput): void {
    this.#send(message);
  }

  #send(message: StageToOutput): void {
    // A lane's format is of no use to a fresh output, which has no lanes yet.
    if (message.type === 'format' && !('lane' in message.format && message.format.lane))
      this.#formats.set(message.format.track, message.format);
    this.#output?.postMessage(message);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const nextUs = frameTimeUs(this.#frame + 1, this.#canvas.fps);
    this.#timer = setTimeout(() => void this.#tick(), Math.max(0, (nextUs - this.#nowUs()) / 1000));
  }

  async #tick(): Promise<void> {
    try {
      const due = this.#dueFrame();
      this.#audio.keepUp(this.#nowUs());
      if (this.#encoders ? this.#encoders.started : this.#tap) await this.#encodeUpTo(due);
      else if (due > this.#frame) {
        if (this.#encoders?.interrupted) this.#figures.skipped += due - this.#frame;
        await this.#previewAt(due);
      }
    } catch (error) {
      this.#fail({ code: 'INTERNAL', message: `programme: ${(error as Error).message}` });
    } finally {
      this.#schedule();
    }
  }

  async #encodeUpTo(due: number): Promise<void> {
    if (due - this.#frame > CATCH_UP) {
      this.#figures.skipped += due - CATCH_UP - this.#frame;
      this.#frame = due - CATCH_UP;
    }
    while (this.#frame < due && (this.#encoders || this.#tap)) {
      const moment = this.#moment(++this.#frame);
      if (this.#encoders?.isFull) {
        this.#figures.skipped++;
        this.floor.pass(moment);
        continue;
      }
      const frame = await this.#compose(moment);
      try {
        this.#figures.composed++;
        this.#compositor.holdColours?.(true);
        this.#encode(frame);
        this.#tap?.take(frame);
        if (this.#frame !== due) continue;
        this.#present();
        await this.#monitors.draw(frame, moment, this.#freeMs(), true);
      } finally {
        frame.close();
      }
    }
  }

  /** Nobody takes the packets: the picture is made for the screen only, no faster than it needs. */
  async #previewAt(due: number): Promise<void> {
    this.#frame = due;
    const moment = this.#moment(due);
    const isWanted = this.#measure?.wantsPicture || (this.#screen && this.#presentDue());
    if (this.#isWarm && !isWanted) return this.floor.pass(moment);
    this.#isWarm = true;
    const frame = await this.#compose(moment);
    try {
      this.#measure?.offer(frame);
      this.#present();
      // Nothing but screens waits for the next one.
      await this.#monitors.draw(frame, moment, Number.POSITIVE_INFINITY, false);
    } finally {
      frame.close();
    }
  }

  #moment(frame: number): Moment {
    const { fps } = this.#canvas;
    const hurried = this.#composeMs > (1000 / fps) * HURRIED_ABOVE;
    return { frame, timeUs: frameTimeUs(frame, fps), fps, hurried };
  }

  /** Time until the next frame is due, ms; below zero where it is late. */
  #freeMs(): number {
    return (frameTimeUs(this.#frame + 1, this.#canvas.fps) - this.#nowUs()) / 1000;
  }

  #encode(frame: VideoFrame): void {
    const { keyframeIntervalSeconds } = this.floor.show.encoding;
    const keyframeInterval = Math.round(keyframeIntervalSeconds * this.#canvas.fps);
    this.#encoders?.video({ frame, number: this.#frame, keyframeInterval });
    // With the main lane off, a frame that was made is a frame that went out.
    if (this.#encoders?.isMainWanted === false) this.#figures.encoded++;
  }

  async #compose(moment: Moment): Promise<VideoFrame> {
    const { frame, timeUs, fps } = moment;
    const durationUs = frameTimeUs(frame + 1, fps) - timeUs;
    const began = performance.now();
    const picture = this.floor.pictureAt(moment);
    const made = await this.#compositor.compose(picture, timeUs, durationUs);
    const tookMs = performance.now() - began;
    this.#figures.drawnIn(tookMs);
    this.#composeMs += (tookMs - this.#composeMs) / HURRY_FRAMES;
    return made;
  }

  /** Draws for the screen, or stops while nobody can see it. */
  setPresenting(on: boolean): void {
    this.#presenting = on;
    this.#monitors.setPresenting(on);
  }

  #presentDue(): boolean {
    return this.#presenting && performance.now() >= this.#nextPreviewMs;
  }

  #present(): void {
    if (!this.#screen || !this.#presentDue()) return;
    const now = performance.now();
    const fps = this.#encoders ? PREVIEW_FPS.encoding : PREVIEW_FPS.idle;
    this.#nextPreviewMs = Math.max(this.#nextPreviewMs + 1000 / fps, now);
    if (this.#isShown) this.#compositor.present();
  }
}

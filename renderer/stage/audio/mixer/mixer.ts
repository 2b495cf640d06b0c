import type { Level, Loudness } from '../../../../common/live/telemetry.ts';
import { dbOfGain, SAMPLE_RATE } from '../../../../common/media/units.ts';
import { addTo, type Block, newBlock } from '../dsp/block.ts';
import type { Limiter } from '../dsp/limiter.ts';
import type { Denoisers } from './denoiser.ts';
import { newBusLimiter, ProgrammeBus } from './programmeBus.ts';
import { ReturnBus } from './returnBus.ts';
import { earlierMs, MASTER_STRIP, type MixerSettings, usedTracks } from './settings.ts';
import { type SoundMessage, SoundSource } from './source.ts';
import { faderGain, StripPath } from './strip.ts';
import { TalkBus } from './talkBus.ts';

type Channel = { readonly id: string; readonly source: SoundSource; readonly path: StripPath };
type TrackBus = { readonly block: Block; readonly limiter: Limiter };

/**
 * The whole mixer, block by block, free of any Web API: sources through their strips into the
 * programme (track 1), the other tracks and the monitor. Every bus is late by its limiter's look-ahead.
 */
export class Mixer {
  /** Programs of the noise suppression; one may be added at any time. */
  readonly denoisers: Denoisers = new Map();
  /** What is heard in the monitor, and whether anybody listens. */
  readonly monitor = newBlock();
  /** Programme time zero on the graph's clock, samples; null while it is not known. */
  origin: number | null = null;
  readonly #programme: ProgrammeBus;
  readonly #channels = new Map<string, Channel>();
  /** Strips whose source is gone, until they have faded. */
  readonly #leaving = new Set<Channel>();
  readonly #tracks = new Map<number, TrackBus>();
  /** What people in the programme are sent, by seat. */
  readonly #returns = new Map<number, ReturnBus>();
  /** Somebody who waits, heard in the monitor alone. */
  readonly #heard = new SoundSource();
  readonly #heardBlock = newBlock();
  #talk: TalkBus | null = null;
  #masterGain = 1;
  #settings: MixerSettings | null = null;
  #earlierSamples = 0;

  constructor() {
    this.#programme = new ProgrammeBus(this.denoisers);
  }

  set(settings: MixerSettings): void {
    this.#settings = settings;
    const earlier = earlierMs(settings);
    this.#earlierSamples = Math.round((earlier * SAMPLE_RATE) / 1000);
    const { strips, groups } = settings;
    const groupOf = (groupId: string | null) => groups.find(({ id }) => id === groupId);
    const master = strips[MASTER_STRIP];
    for (const [id, channel] of this.#channels)
      if (!strips[id]) {
        channel.path.leave();
        this.#leaving.add(channel);
        this.#channels.delete(id);
      }
    for (const [id, strip] of Object.entries(strips)) {
      if (id === MASTER_STRIP) continue;
      const { source, path } = this.#channelOf(id, () => new StripPath(strip, this.denoisers));
      source.tone = settings.tones[id] ?? null;
      path.set(strip, groupOf(strip.groupId), earlier + (master?.delayMs ?? 0));
    }
    if (master) {
      this.#masterGain = faderGain(master, groupOf(master.groupId));
      this.#programme.set(master, this.#masterGain, settings.limiterDb);
      for (const bus of this.#returns.values()) bus.set(this.#masterGain);
    }
    this.#setTracks(usedTracks(settings));
    this.#keepPrivate();
  }

  #channelOf(id: string, create: () => StripPath): Channel {
    const known = this.#channels.get(id);
    const channel = known ?? { id, source: new SoundSource(), path: create() };
    this.#channels.set(id, channel);
    return channel;
  }

  #setTracks(used: readonly number[]): void {
    for (const track of this.#tracks.keys()) if (!used.includes(track)) this.#tracks.delete(track);
    for (const track of used)
      if (!this.#tracks.has(track))
        this.#tracks.set(track, { block: newBlock(), limiter: newBusLimiter() });
  }

  /** Who gets a programme of their own, by seat, and which strips are theirs. */
  setReturns(returns: Readonly<Record<number, readonly string[]>>): void {
    for (const seat of this.#returns.keys()) if (!returns[seat]) this.#returns.delete(seat);
    for (const [key, own] of Object.entries(returns)) {
      const known = this.#returns.get(Number(key));
      if (known && known.own.size === own.length && own.every((id) => known.own.has(id))) continue;
      const bus = new ReturnBus(own);
      bus.set(this.#masterGain);
      this.#returns.set(Number(key), bus);
    }
  }

  /** What somebody on a seat hears. */
  get returns(): ReadonlyMap<number, ReturnBus> {
    return this.#returns;
  }

  /** Lets the monitor, and nothing else, hear what `hear` is given from now on; or no more. */
  listen(on: boolean): void {
    this.#heard.plug(on);
  }

  get listens(): boolean {
    return this.#heard.isPlugged;
  }

  hear(message: SoundMessage): void {
    this.#heard.take(message, this.origin);
  }

  /** Takes strips out of the programme, the tracks and the returns, for one person to hear; null for no more. */
  setTalk(strips: readonly string[] | null): void {
    this.#talk = strips && new TalkBus(strips);
    this.#keepPrivate();
  }

  #keepPrivate(): void {
    for (const [id, { path }] of this.#channels) path.setPrivate(this.#talk?.has(id) ?? false);
  }

  /** What the one who is spoken to hears; undefined while nobody is. */
  get talk(): Block | undefined {
    return this.#talk?.block;
  }

  /** Plugs a source's strip in or out; one that is not (any more) in the show is left alone. */
  plug(id: string, on: boolean): void {
    this.#channels.get(id)?.source.plug(on);
  }

  take(id: string, message: SoundMessage): void {
    this.#channels.get(id)?.source.take(message, this.origin);
  }

  /** Mixes the block that begins at `frame` of the graph's clock. */
  process(frame: number): void {
    const programme = this.#programme.block;
    for (const channel of programme) channel.fill(0);
    for (const { block } of this.#tracks.values()) for (const channel of block) channel.fill(0);
    for (const bus of this.#returns.values()) bus.begin();
    for (const channel of this.#channels.values()) {
      this.#run(channel, frame);
      this.#route(channel);
    }
    for (const channel of this.#leaving) {
      this.#run(channel, frame);
      this.#route(channel);
      if (!channel.path.isSilent) continue;
      channel.path.dispose();
      this.#leaving.delete(channel);
    }
    this.#programme.process();
    for (const bus of this.#returns.values()) bus.process();
    for (const { block, limiter } of this.#tracks.values()) limiter.process(block);
    if (this.#settings?.monitor) this.#mixMonitor();
    else if (this.listens) for (const channel of this.monitor) channel.fill(0);
    if (this.listens) this.#addHeard(frame);
    if (this.#talk) this.#mixTalk(this.#talk);
  }

  #addHeard(frame: number): void {
    if (this.#heard.pull(this.#heardBlock, frame, this.origin))
      addTo(this.monitor, this.#heardBlock);
  }

  #mixTalk(talk: TalkBus): void {
    talk.begin();
    const said = [...this.#channels].flatMap(([id, { path }]) => (talk.has(id) ? [path] : []));
    talk.process(this.#programme.block, said);
  }

  #run({ source, path }: Channel, frame: number): void {
    const sounds = source.pull(path.input, frame, this.origin);
    const voice = path.settings.ducking
      ? this.#channels.get(path.settings.ducking.byId)?.path.level
      : 0;
    path.process(sounds, voice ?? 0);
  }

  #route({ id, path }: Channel): void {
    const { monitor, tracks } = path.settings;
    if (monitor === 'only') return;
    for (const track of tracks) {
      if (track === 1) {
        path.addTo(this.#programme.block);
        for (const bus of this.#returns.values()) bus.add(id, path);
      } else {
        const bus = this.#tracks.get(track);
        if (bus) path.addTo(bus.block);
      }
    }
  }

  /** Strips that are solo, before their faders; else those that are monitored, after them. */
  #mixMonitor(): void {
    const { monitor } = this;
    for (const channel of monitor) channel.fill(0);
    let solo = false;
    for (const { path } of this.#channels.values())
      if (path.settings.solo) {
        solo = true;
        addTo(monitor, path.input);
      }
    if (solo) return;
    const master = this.#settings?.strips[MASTER_STRIP]?.monitor ?? 'off';
    if (master !== 'off') addTo(monitor, this.#programme.block);
    for (const { path } of this.#channels.values()) {
      const { monitor: how, tracks } = path.settings;
      const isHeardAlready = master !== 'off' && how === 'both' && tracks.includes(1);
      if (how !== 'off' && !isHeardAlready) path.addTo(monitor);
    }
  }

  /** Track 1 is the programme; undefined for a track that is not made. */
  track(number: number): Block | undefined {
    return number === 1 ? this.#programme.block : this.#tracks.get(number)?.block;
  }

  /** Tracks that are made now, 1 first. */
  get trackNumbers(): number[] {
    return [1, ...this.#tracks.keys()];
  }

  /** Samples by which what comes out is later than the graph's clock says. */
  get latencySamples(): number {
    return this.#programme.limiter.latencySamples;
  }

  /** Samples by which all strips are held back for those that are to be earlier than the picture. */
  get earlierSamples(): number {
    return this.#earlierSamples;
  }

  /** Peaks since the last call. */
  takeLevels(): Record<string, Level> {
    const levels: Record<string, Level> = {};
    for (const [id, { path }] of this.#channels)
      levels[id] = { peakDb: path.outputPeaks.takeDb(), inputDb: path.inputPeaks.takeDb() };
    levels[MASTER_STRIP] = {
      peakDb: this.#programme.outputPeaks.takeDb(),
      inputDb: this.#programme.inputPeaks.takeDb(),
    };
    return levels;
  }

  get loudness(): Loudness {
    const { momentary, shortTerm, integrated } = this.#programme.loudness;
    return { momentary, shortTerm, integrated, truePeakDb: dbOfGain(this.#programme.truePeak) };
  }

  resetLoudness(): void {
    this.#programme.resetLoudness();
  }

  /** Of each source that has a clock of its own and has been heard long enough, parts per million. */
  get driftPpm(): Record<string, number> {
    const drifts: Record<string, number> = {};
    for (const [id, { source }] of this.#channels) {
      const ppm = source.driftPpm;
      if (ppm !== null) drifts[id] = ppm;
    }
    return drifts;
  }
}

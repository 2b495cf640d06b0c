import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { basename, join } from 'node:path';
import { app, MessageChannelMain, net } from 'electron';
import type { OutputEvent, OutputOrder } from '../common/ipc/output.ts';
import type { Place, StageEvent } from '../common/ipc/stage.ts';
import type { Session } from '../common/live/session.ts';
import { NO_STAGE_FIGURES, type StageFigures } from '../common/live/telemetry.ts';
import type { CompositorName } from '../common/media/compositor.ts';
import { err, ok, type Result, type StudioError } from '../common/result.ts';
import type { Edit } from '../common/show/commands.ts';
import { filesOf } from '../common/show/files.ts';
import { MAX_DESTINATIONS, type Show } from '../common/show/schema.ts';
import { stateOfShow } from '../common/show/slices.ts';
import { listenToStage } from './ipc/door.ts';
import { Broadcast, type Target } from './live/broadcast.ts';
import { destinationLine, NOTHING_RECORDED, NOTHING_SENT, type Receipt } from './live/receipt.ts';
import { log } from './log.ts';
import { imageFile } from './security/imagePath.ts';
import type { Settings } from './settings/settings.ts';
import { StudioStore } from './state/store.ts';
import { EmbeddedServer, freshSecret } from './supervision/embeddedServer.ts';
import { Program } from './supervision/program.ts';
import { StageProcess } from './supervision/stageProcess.ts';
import { Usage } from './supervision/usage.ts';
import type { StudioWindow } from './windows/studioWindow.ts';

export type StudioOptions = {
  readonly settings: Settings;
  readonly show: Show;
  /** Folder that relative image paths start at. */
  readonly showFolder: string;
  /** The person's own saved show, not one that was named on the command line. */
  readonly ownShow: boolean;
  readonly locale: 'zh-CN' | 'en';
  readonly compositor: CompositorName | 'auto';
  readonly window: boolean;
  readonly folders: { readonly watch: string; readonly images: string };
};

/** How often the output process is asked for a sign of life, ms (each waits 1 s at most), and how often in vain. */
const WATCH_EVERY_MS = 1_500;
const HUNG_AFTER = 5;
/** Picked images that are remembered. */
const PICKED_KEPT = 500;

/** Where processors are short, the window waits for the programme and not the other way round. */
function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The process has just ended, or the system does not allow it: no harm.
  }
}

/** The studio's processes and its state, with or without a window. */
export class Studio {
  readonly store: StudioStore;
  readonly broadcast: Broadcast;
  readonly usage: Usage;
  readonly #options: StudioOptions;
  readonly #stage: StageProcess;
  readonly #output: Program<OutputOrder, OutputEvent>;
  readonly #originEpochMs = Date.now();
  #server: EmbeddedServer | null = null;
  #window: StudioWindow | null = null;
  #stageLoaded = false;
  /** Counters of stages that were lost, as last heard. */
  #lostStages: StageFigures = NO_STAGE_FIGURES;
  #lastStage: StageFigures = NO_STAGE_FIGURES;
  #stageRestarts = 0;
  #outputRestarts = 0;
  #watchdog: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #uiLoads = 0;
  #firstPacketAtMs: number | null = null;
  #urls = new Map<string, string>();
  #broadcastStartedAtMs = 0;
  #recoverOnStart = false;
  #presenting = true;
  /** How long items glide that the edit under way moves. */
  #animateMs: number | undefined;

  constructor(options: StudioOptions) {
    this.#options = options;
    this.store = new StudioStore({
      show: stateOfShow(options.show),
      session: this.#firstSession(),
    });
    this.#output = new Program({
      file: 'output.mjs',
      name: 'Anchor Studio Output',
      onStarted: () => this.#outputStarted(),
      onEvent: (event) => this.#takeOutput(event),
      onLost: () => {
        this.#outputRestarts++;
        this.broadcast.outputLost();
      },
    });
    this.#stage = new StageProcess({
      hidden: !options.window,
      onView: (view) => this.#window?.setStage(view),
      onLoaded: () => this.#stageHasLoaded(),
      onEvent: (event) => this.#takeStage(event),
      onLost: () => this.#stageLost(),
    });
    this.broadcast = new Broadcast({
      store: this.store,
      order: (order) => this.#output.order(order),
      encode: (on) => this.#stage.order({ type: 'encode', on }),
    });
    this.usage = new Usage(() => ({
      stage: this.#stage.pid,
      ui: this.#window?.ui?.webContents.getOSProcessId() ?? null,
      output: this.#output.pid,
      server: this.#server?.pid ?? null,
    }));
    this.store.subscribe(({ patches }) => {
      const ofShow = patches.filter(({ path }) => path[0] === 'show');
      if (ofShow.length > 0 && this.#stageLoaded)
        this.#stage.order({
          type: 'patches',
          patches: ofShow.map((patch) => ({ ...patch, path: patch.path.slice(1) })),
          ...(this.#animateMs ? { animateMs: this.#animateMs } : {}),
        });
    });
  }

  #firstSession(): Session {
    const { settings, locale } = this.#options;
    return {
      live: { state: 'idle' },
      recording: { state: 'idle' },
      recordingStartedAtMs: null,
      destinations: {},
      keysStored: this.#keysStored(),
      server: { state: 'starting' },
      stage: { state: 'starting' },
      cameras: [],
      microphones: [],
      speakers: [],
      sourceSizes: {},
      warnings: {},
      programme: { transition: null, lastTake: null },
      history: { undo: null, redo: null },
      collections: [],
      missingFiles: [],
      hotkeyProblems: {},
      sourceProblems: {},
      secretsPersist: settings.secretsPersist,
      locale,
      recordingFolder:
        settings.get('recordingFolder') ?? join(app.getPath('videos'), 'Anchor Studio'),
      notices: [],
    };
  }

  /** Starts the stage and the output; the server only where it is wanted. */
  start({ server }: { readonly server: boolean }): void {
    listenToStage((event, senderId) => this.#stage.take(event, senderId));
    this.#output.start();
    this.#stage.start();
    if (server) this.#startServer();
    this.#watchdog = setInterval(() => void this.#watchOutput(), WATCH_EVERY_MS);
  }

  /** An output process that hangs while it is needed would be silence that nobody notices. */
  async #watchOutput(): Promise<void> {
    if (!this.broadcast.active || !this.#output.running) this.#unanswered = 0;
    else if ((await this.broadcast.figures()) !== null) this.#unanswered = 0;
    else if (++this.#unanswered >= HUNG_AFTER) {
      this.#unanswered = 0;
      this.#output.replaceHung();
    }
  }

  #startServer(): void {
    const { settings, folders } = this.#options;
    const secret = (name: string): string => {
      const known = settings.secret(name);
      if (known) return known;
      const fresh = freshSecret();
      settings.setSecret(name, fresh);
      return fresh;
    };
    this.#server = new EmbeddedServer({
      watchFolder: folders.watch,
      ports: settings.get('serverPorts') ?? { rtmp: 0, http: 0 },
      publishKey: secret('server:publish'),
      playToken: secret('server:play'),
      onStatus: (status) =>
        this.store.session((session) => {
          session.server = status;
        }),
      onPorts: (ports) => settings.set('serverPorts', ports),
    });
    this.#server.start();
  }

  /** Gives the window its layers; from here on it gets every change. */
  setWindow(window: StudioWindow): void {
    this.#window = window;
    if (this.#stage.view) window.setStage(this.#stage.view);
    this.store.subscribe(({ seq, patches }) => window.send('state:patches', { seq, patches }));
  }

  /** The ui page stands (again): ports for meters and figures. */
  uiReady(): void {
    this.#uiLoads++;
    const pid = this.#window?.ui?.webContents.getOSProcessId();
    if (pid) yieldToOthers(pid);
    this.#connectUi();
  }

  #connectUi(): void {
    const window = this.#window;
    if (!window?.ui) return;
    if (this.#output.running) {
      const { port1, port2 } = new MessageChannelMain();
      this.#output.order({ type: 'attachUi' }, [port1]);
      window.sendPort('output', port2);
    }
    if (this.#stageLoaded) {
      const { port1, port2 } = new MessageChannelMain();
      this.#stage.sendPort('stage', port1);
      window.sendPort('stage', port2);
    }
  }

  /** Lets packets flow from the stage to the output, without passing through here. */
  #connectStage(): void {
    if (!this.#stageLoaded || !this.#output.running) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#stage.sendPort('output', port1);
    this.#output.order({ type: 'attachStage' }, [port2]);
  }

  #outputStarted(): void {
    this.#connectStage();
    this.#connectUi();
    if (this.#recoverOnStart) this.#orderRecovery();
    this.broadcast.resume();
  }

  #stageHasLoaded(): void {
    this.#stageLoaded = true;
    this.#stage.order({
      type: 'start',
      originEpochMs: this.#originEpochMs,
      show: this.store.state.show,
      compositor: this.#options.compositor,
      preview: this.#options.window,
    });
    this.#connectStage();
    this.#connectUi();
    if (!this.#presenting) this.#stage.order({ type: 'present', on: false });
    if (this.broadcast.encoding) this.#stage.order({ type: 'encode', on: true });
  }

  #stageLost(): void {
    this.#stageLoaded = false;
    this.#stageRestarts++;
    const { composed, encoded, skipped, encodedAudioFrames } = this.#lastStage;
    this.#lostStages = {
      ...NO_STAGE_FIGURES,
      composed: this.#lostStages.composed + composed,
      encoded: this.#lostStages.encoded + encoded,
      skipped: this.#lostStages.skipped + skipped,
      encodedAudioFrames: this.#lostStages.encodedAudioFrames + encodedAudioFrames,
    };
    this.#lastStage = NO_STAGE_FIGURES;
    this.store.session((session) => {
      session.stage = { state: 'restarting' };
    });
  }

  #takeStage(event: StageEvent): void {
    this.store.session((session) => {
      switch (event.type) {
        case 'started':
          session.stage = {
            state: 'running',
            compositor: event.compositor,
            videoCodec: '',
            audioCodec: '',
          };
          return;
        case 'encoding':
          if (session.stage.state !== 'running') return;
          session.stage.videoCodec = event.videoCodec;
          session.stage.audioCodec = event.audioCodec;
          return;
        case 'devices':
          session.cameras = [...event.cameras];
          session.microphones = [...event.microphones];
          session.speakers = [...event.speakers];
          return;
        case 'sourceProblem':
          if (event.error) session.sourceProblems[event.sourceId] = { error: event.error };
          else delete session.sourceProblems[event.sourceId];
          return;
        case 'sourceSize':
          session.sourceSizes[event.sourceId] = { width: event.width, height: event.height };
          return;
        case 'transition':
          session.programme.transition = { toSceneId: event.toSceneId, byHand: event.byHand };
          return;
        case 'taken':
          session.programme.transition = null;
          session.programme.lastTake = { sceneId: event.sceneId, frame: event.frame };
          return;
        case 'notTaken':
          session.programme.transition = null;
          return;
        case 'warning':
          if (event.on) session.warnings[event.key] ??= { sinceMs: Date.now() };
          else delete session.warnings[event.key];
          return;
        case 'failed':
          log(`stage: ${event.error.message}`);
          if (event.error.code === 'ENCODER_MISSING')
            session.stage = { state: 'failed', error: event.error };
          return;
      }
    });
  }

  #takeOutput(event: OutputEvent): void {
    if (event.type === 'firstPacket') this.#firstPacketAtMs ??= event.atEpochMs;
    if (event.type === 'recovered') this.#tellRecovered(event.file, event.error);
    this.broadcast.take(event);
  }

  /** Finishes recordings that a crash cut off; the person is told of each. */
  recoverRecordings(): void {
    this.#recoverOnStart = true;
    if (this.#output.running) this.#orderRecovery();
  }

  #orderRecovery(): void {
    this.#recoverOnStart = false;
    const folder = this.store.state.session.recordingFolder;
    this.#output.order({ type: 'recoverRecordings', folder });
  }

  #tellRecovered(file: string, problem: StudioError | null): void {
    const message = `a recording that was cut off is repaired: ${file}`;
    const error = problem ?? { code: 'RECORDING_RECOVERED' as const, message, detail: { file } };
    this.store.session((session) => {
      session.notices.push({ id: `recovered:${basename(file)}`, error });
    });
  }

  /** Whether anybody can see the window; while not, the stage draws nothing for the screen. */
  present(on: boolean): void {
    this.#presenting = on;
    this.#stage.order({ type: 'present', on });
  }

  /** Where the two pictures stand in the stage's view; a new stage is told too. */
  layOut(places: { programme: Place | null; preview: Place | null }): void {
    this.#stage.order({ type: 'layOut', ...places });
  }

  refreshDevices(): void {
    this.#stage.order({ type: 'refreshDevices' });
  }

  networkUp(): void {
    if (net.isOnline()) this.#output.order({ type: 'networkUp' });
  }

  /** Connects a destination at once; one that is not trying any more gets the URL and key of now. */
  retryNow(destinationId: string): void {
    const { show, session } = this.store.state;
    const destination = show.destinations.find(({ id }) => id === destinationId);
    const state = session.destinations[destinationId]?.state;
    if (destination?.kind !== 'rtmp' || state === 'reconnecting') {
      this.#output.order({ type: 'retryNow', id: destinationId });
      return;
    }
    const url = this.#pushUrl(destination);
    if (this.broadcast.join({ id: destinationId, url })) this.#urls.set(destinationId, url);
  }

  async share(shared: boolean): Promise<Result<null>> {
    return this.#server
      ? this.#server.share(shared)
      : err('SERVER_LOST', 'the embedded server is not running');
  }

  get watchUrl(): string | null {
    return this.#server?.watchUrl ?? null;
  }

  /** Changes the show document; what would disturb a running encode waits until it is over. */
  edit({ commands, animateMs }: Edit): Result<null> {
    const resizes = commands.some(({ type }) => type === 'canvases/canvasResized');
    if (resizes && this.broadcast.active)
      return err(
        'BUSY',
        'the picture size can be changed when the broadcast and recording are over',
      );
    const { destinations } = this.store.state.show;
    const adds = commands.some(({ type }) => type === 'destinations/destinationAdded');
    if (adds && destinations.length >= MAX_DESTINATIONS)
      return err('INPUT_INVALID', `a show has at most ${MAX_DESTINATIONS} destinations`);
    this.#animateMs = animateMs;
    const done = this.store.edit(commands);
    this.#animateMs = undefined;
    return done;
  }

  /** Remembers files that the person picked: the document may name them from then on. */
  picked(paths: readonly string[]): void {
    const { settings } = this.#options;
    const others = settings.get('pickedImages').filter((other) => !paths.includes(other));
    settings.set('pickedImages', [...paths, ...others].slice(0, PICKED_KEPT));
  }

  /** Keeps a destination's stream key; an empty one forgets it. */
  setKey(destinationId: string, key: string): Result<null> {
    if (!this.store.state.show.destinations.some(({ id }) => id === destinationId))
      return err('INPUT_INVALID', 'there is no such destination');
    this.#options.settings.setSecret(destinationId, key.trim());
    this.store.session((session) => {
      session.keysStored = this.#keysStored();
    });
    return ok(null);
  }

  #keysStored(): string[] {
    return this.#options.settings.secretNames().filter((name) => !name.startsWith('server:'));
  }

  /** Writes down why going live failed before anything was tried. */
  liveFailed(error: StudioError): Result<never> {
    this.store.session((session) => {
      session.live = { state: 'failed', error };
    });
    return { ok: false, error };
  }

  /** This machine's own server, started where it is not. */
  async embeddedTarget(): Promise<Result<Target[]>> {
    if (!this.#server) this.#startServer();
    const ready = await this.#server?.ready();
    if (ready && !ready.ok) return ready;
    return ok([{ id: 'embedded', url: this.#server?.publishUrl ?? '' }]);
  }

  /** The enabled destinations of the show with their secrets. */
  async targets(): Promise<Result<Target[]>> {
    const targets: Target[] = [];
    for (const it of this.store.state.show.destinations) {
      if (!it.enabled) continue;
      if (it.kind === 'embedded') {
        const embedded = await this.embeddedTarget();
        if (!embedded.ok) return embedded;
        targets.push(...embedded.value.map(({ url }) => ({ id: it.id, url })));
        continue;
      }
      targets.push({ id: it.id, url: this.#pushUrl(it) });
    }
    return targets.length > 0
      ? ok(targets)
      : err('NO_DESTINATION', 'no destination is switched on: switch one on in the output panel');
  }

  /** A destination's URL with its stored key. */
  #pushUrl({ id, server }: { id: string; server: string }): string {
    const key = this.#options.settings.secret(id) ?? '';
    const trimmed = server.replace(/\/+$/, '');
    return key ? `${trimmed}/${key}` : trimmed;
  }

  /** Goes on air to `targets`, recording to `record` where given. */
  async goLive(targets: readonly Target[], record: string | null): Promise<Result<null>> {
    this.#broadcastStartedAtMs = Date.now();
    this.#urls = new Map(targets.map(({ id, url }) => [id, url]));
    const running = await this.stageRunning();
    if (!running.ok) return running;
    return this.broadcast.start(targets, record);
  }

  /** Waits until the stage can make a picture. */
  async stageRunning(): Promise<Result<null>> {
    return new Promise((resolve) => {
      const look = (): boolean => {
        const { stage } = this.store.state.session;
        if (stage.state === 'running' && stage.videoCodec !== '') {
          resolve(ok(null));
          return true;
        }
        if (stage.state !== 'failed') return false;
        resolve({ ok: false, error: stage.error });
        return true;
      };
      if (look()) return;
      const late = setTimeout(() => {
        stop();
        resolve(err('STAGE_LOST', 'the picture did not start within 20 s'));
      }, 20_000);
      const stop = this.store.subscribe(() => {
        if (!look()) return;
        clearTimeout(late);
        stop();
      });
    });
  }

  /** A file name for a new recording that is not taken. */
  async newRecordingFile(): Promise<Result<string>> {
    const folder = this.store.state.session.recordingFolder;
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return err('PATH_UNWRITABLE', `cannot write to ${folder} (${code})`, { path: folder });
    }
    const stamp = new Date().toLocaleString('sv').replace(' ', '_').replaceAll(':', '-');
    let file = join(folder, `${stamp}.mp4`);
    for (let part = 2; existsSync(file); part++) file = join(folder, `${stamp}_${part}.mp4`);
    return ok(file);
  }

  /** Path on disk of a file that the document names; null when there is none that this show may reach. */
  mediaPath(path: string): string | null {
    if (!filesOf(this.store.state.show).some((use) => use.path === path)) return null;
    const builtin = /^builtin:([a-z-]+)$/.exec(path)?.[1];
    if (builtin) return join(this.#options.folders.images, `${builtin}.png`);
    const { settings, showFolder, ownShow } = this.#options;
    return imageFile(path, {
      folder: showFolder,
      own: ownShow,
      picked: (candidate) => settings.get('pickedImages').includes(candidate),
    });
  }

  /** Hears the stage's counters, so that they are known should it be lost. Call about once a second while encoding. */
  async sampleStage(): Promise<void> {
    const figures = await this.#stage.figures();
    if (figures.composed >= this.#lastStage.composed) this.#lastStage = figures;
  }

  async receipt(): Promise<Receipt> {
    await this.sampleStage();
    const { show, session } = this.store.state;
    const canvas = show.canvases[0];
    const output = await this.broadcast.figures();
    const stage = this.#lastStage;
    const lost = this.#lostStages;
    const running = session.stage.state === 'running' ? session.stage : null;
    const recordingFile = 'file' in session.recording ? session.recording.file : null;
    const bornAtMs = process.getCreationTime() ?? this.#originEpochMs;
    this.usage.sample();
    return {
      electron: process.versions.electron,
      engine: 'builtin',
      compositor: running?.compositor ?? '',
      videoCodec: running?.videoCodec ?? '',
      audioCodec: running?.audioCodec ?? '',
      size: `${canvas?.width}x${canvas?.height}`,
      fps: canvas?.fps ?? 0,
      startedAt: new Date(this.#broadcastStartedAtMs).toISOString(),
      seconds: Math.round(Date.now() - this.#broadcastStartedAtMs) / 1000,
      video: {
        composed: lost.composed + stage.composed,
        // What reached the output is the truth; a lost stage cannot be asked any more.
        encoded:
          this.#stageRestarts > 0 && this.#outputRestarts === 0
            ? (output?.received.video ?? lost.encoded + stage.encoded)
            : // A stage that hangs has not told of its last frames.
              Math.max(lost.encoded + stage.encoded, output?.received.video ?? 0),
        skipped: lost.skipped + stage.skipped,
      },
      audio: { encodedFrames: lost.encodedAudioFrames + stage.encodedAudioFrames },
      // Also those that the output process cannot answer for: they got nothing that is known of.
      destinations: [...this.#urls].map(([id, url]) => {
        const figures = output?.destinations[id];
        const status = session.destinations[id];
        const error = status && 'error' in status ? status.error : undefined;
        const state = figures && status ? status.state : 'failed';
        return destinationLine(url, state, figures ?? NOTHING_SENT, error);
      }),
      recording: recordingFile
        ? { file: recordingFile, ...(output?.recording ?? NOTHING_RECORDED) }
        : null,
      stageRestarts: this.#stageRestarts,
      outputRestarts: this.#outputRestarts,
      uiRestarts: Math.max(0, this.#uiLoads - 1),
      startToFirstPacketMs:
        this.#firstPacketAtMs === null ? -1 : Math.round(this.#firstPacketAtMs - bornAtMs),
      cpuSeconds: this.usage.cpuSeconds(),
      peakRssMb: this.usage.peakRssMb(),
    };
  }

  /** Ends every process; nothing is left running. */
  async stop(): Promise<void> {
    if (this.broadcast.active) await this.broadcast.stopAll();
    clearInterval(this.#watchdog);
    this.#stage.stop();
    this.#output.stop();
    this.#server?.stop();
  }
}

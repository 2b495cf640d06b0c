import { join } from 'node:path';
import { app, net } from 'electron';
import type { CompositorName } from '../common/media/compositor.ts';
import { err, ok, type Result, type StudioError } from '../common/result.ts';
import type { Edit } from '../common/show/commands.ts';
import type { Show } from '../common/show/schema.ts';
import { type ShowState, stateOfShow } from '../common/show/slices.ts';
import { CaptureIds } from './capture/captureIds.ts';
import {
  Attention,
  type Cohost,
  cohostOf,
  EvenLoudness,
  GreenRoom,
  Seating,
  seatNames,
} from './cohost/index.ts';
import { Media } from './files/media.ts';
import { pathsIn } from './files/pathsIn.ts';
import { ShowFiles } from './files/showFiles.ts';
import { Broadcast, type Refused, type Target } from './live/broadcast.ts';
import { Health } from './live/health.ts';
import { UrlExpiry } from './live/pgc/index.ts';
import { Preflight } from './live/preflight/index.ts';
import { Programme } from './live/programme.ts';
import { type Receipt, receiptOf } from './live/receipt.ts';
import { Relays } from './live/relays.ts';
import { Targets } from './live/targets.ts';
import { cutInProcess } from './recordings/cutter.ts';
import { chatWindowOf } from './rooms/chatWindow.ts';
import { type Rooms, roomsOf } from './rooms/index.ts';
import { tellRecovered } from './settings/recordings.ts';
import type { Settings } from './settings/settings.ts';
import { firstSession } from './state/firstSession.ts';
import { StudioStore } from './state/store.ts';
import { Output } from './supervision/output.ts';
import { connectStage, connectUi } from './supervision/ports.ts';
import { yieldToOthers } from './supervision/priority.ts';
import { ServerOnDemand } from './supervision/serverOnDemand.ts';
import { Stage } from './supervision/stage.ts';
import { Usage } from './supervision/usage.ts';
import { textsOf } from './texts.ts';
import { WebPages } from './web/webPages.ts';
import type { StudioWindow } from './windows/studioWindow.ts';

export type StudioOptions = {
  readonly settings: Settings;
  readonly show: Show;
  /** Folder that relative paths start at; another one when another collection is opened. */
  readonly showFolder: () => string;
  /** The person's own saved show, not one that was named on the command line. */
  readonly ownShow: boolean;
  readonly locale: 'zh-CN' | 'en';
  readonly compositor: CompositorName | 'auto';
  readonly window: boolean;
  /** `builtin` has the files that come with the app. */
  readonly folders: {
    readonly watch: string;
    readonly guest: string;
    readonly builtin: readonly string[];
  };
};

/** The studio's processes and its state, with or without a window. */
export class Studio {
  readonly store: StudioStore;
  readonly stage: Stage;
  readonly output: Output;
  readonly server: ServerOnDemand;
  readonly relays: Relays;
  readonly broadcast: Broadcast;
  readonly programme: Programme;
  readonly targets: Targets;
  readonly expiry: UrlExpiry;
  readonly preflight: Preflight;
  readonly media: Media;
  readonly files: ShowFiles;
  readonly usage: Usage;
  readonly health: Health;
  readonly web: WebPages;
  readonly rooms: Rooms;
  readonly cohost: Cohost;
  readonly seating: Seating;
  readonly greenRoom: GreenRoom;
  readonly #evenLoudness: EvenLoudness;
  readonly #attention: Attention;
  readonly chatWindow: ReturnType<typeof chatWindowOf>;
  readonly #captureIds: CaptureIds;
  readonly #originEpochMs = Date.now();
  #window: StudioWindow | null = null;
  #uiLoads = 0;
  /** What the last broadcast went to, for its receipt. */
  #urls = new Map<string, string>();
  #broadcastStartedAtMs = 0;
  #recoverOnStart = false;

  constructor(options: StudioOptions) {
    const { settings, locale, folders, showFolder, ownShow } = options;
    const store = new StudioStore(
      { show: stateOfShow(options.show), session: firstSession(settings, locale) },
      (before, after) => this.#allowed(before, after),
    );
    this.store = store;
    this.output = new Output({
      onStarted: () => this.#outputStarted(),
      onEvent: (event) => {
        if (event.type === 'recovered') tellRecovered(store, event.file, event.error);
        this.broadcast.take(event);
      },
      onLost: () => this.broadcast.outputLost(),
      needed: () => this.broadcast.active,
      figures: () => this.broadcast.figures(),
    });
    this.stage = new Stage({
      store,
      originEpochMs: this.#originEpochMs,
      compositor: options.compositor,
      window: options.window,
      encoding: () => this.broadcast.encoding,
      onLoaded: () => {
        this.#connect();
        this.web.connect();
        this.#captureIds.connect();
        this.#tellLocale();
        this.rooms.talk.stageLoaded();
        this.cohost.stageLoaded();
        this.greenRoom.stageLoaded();
      },
      onView: (view) => this.#window?.setStage(view),
      onCohost: (event) => this.cohost.take(event),
      onLost: () => this.cohost.stageLost(),
    });
    this.web = new WebPages({ store, sendPort: (port) => this.stage.sendPort('web', port) });
    this.#captureIds = new CaptureIds(store, (order) => this.stage.order(order));
    store.subscribe(({ patches }) => {
      if (patches.some(({ path }) => path[1] === 'locale')) this.#tellLocale();
    });
    this.broadcast = new Broadcast({
      store,
      order: (order) => this.output.order(order),
      encode: (on) => this.stage.order({ type: 'encode', on }),
    });
    this.relays = new Relays({ store, settings, order: (targets) => this.server.relay(targets) });
    const { relays } = this;
    this.server = new ServerOnDemand({
      ...{ store, settings, relays },
      ...{ watchFolder: folders.watch, guestFolder: folders.guest },
    });
    this.expiry = new UrlExpiry({ store, renew: (id) => this.renew(id) });
    this.targets = new Targets({
      store,
      settings,
      server: this.server,
      onSigned: (id, expiresAtMs) => this.expiry.signed(id, expiresAtMs),
    });
    this.preflight = new Preflight({
      store,
      targets: this.targets,
      busy: () => this.broadcast.active,
      encoderSpeed: (seconds, timeoutMs) => this.stage.encoderSpeed(seconds, timeoutMs),
      room: () => this.rooms.check(),
    });
    this.rooms = roomsOf({
      store,
      settings,
      server: this.server,
      toViews: (batch) => {
        this.#window?.send('chat:batch', batch);
        this.chatWindow.send(batch);
      },
      toStage: (feed) => this.stage.order({ type: 'chat', feed }),
      sendOn: (url) => this.relays.ofRoom(url),
      recordFile: join(app.getPath('userData'), 'chat.ndjson'),
    });
    this.cohost = cohostOf({
      ...{ store, rooms: this.rooms },
      order: (order) => this.stage.order({ type: 'cohost', order }),
      figures: () => this.broadcast.figures(),
      measured: () => ({ loudnessLufs: this.stage.figures.loudnessLufs ?? null }),
    });
    this.greenRoom = new GreenRoom({
      store,
      order: (order) => this.stage.order({ type: 'cohost', order }),
    });
    this.chatWindow = chatWindowOf(store, settings, this.rooms);
    this.media = new Media({ store, settings, showFolder, ownShow, builtin: folders.builtin });
    this.files = new ShowFiles(store, this.media);
    this.programme = new Programme({
      store,
      order: (order) => this.stage.order(order),
      mayName: (path) => this.media.mayName(path),
    });
    this.#attention = new Attention({
      store,
      chime: () => this.stage.order({ type: 'chime' }),
      flash: () => this.#window?.flash(),
    });
    this.#evenLoudness = new EvenLoudness({ store, edit: (edit) => store.editByItself(edit) });
    this.seating = new Seating({
      store,
      edit: (edit) => store.editByItself(edit),
      take: (sceneId) => this.programme.take({ sceneId }),
      names: () => seatNames(textsOf(store.state.session.locale)),
    });
    this.usage = new Usage(() => ({
      stage: this.stage.pid,
      ui: this.#window?.ui?.webContents.getOSProcessId() ?? null,
      output: this.output.pid,
      server: this.server.pid,
    }));
    this.health = new Health({
      store,
      folder: join(app.getPath('userData'), 'health'),
      order: (order) => this.output.order(order),
      output: () => this.broadcast.figures(),
      stage: () => ({
        figures: this.stage.figures,
        skipped: this.stage.counters.sums().skipped,
      }),
      system: () => this.usage.last,
      cut: cutInProcess,
      onSample: (sample) => this.#window?.send('health:sample', sample),
    });
    this.broadcast.listen((event) => this.health.take(event));
  }

  /** Starts the stage and the output; the server only where it is wanted. */
  start({ server }: { readonly server: boolean }): void {
    this.output.start();
    this.stage.start();
    if (server) this.server.start();
    void this.files.check();
  }

  /** Gives the window its layers; from here on it gets every change. */
  setWindow(window: StudioWindow): void {
    this.#window = window;
    if (this.stage.view) window.setStage(this.stage.view);
    this.store.subscribe(({ seq, patches }) => window.send('state:patches', { seq, patches }));
  }

  /** The ui page stands (again): ports for meters and figures. */
  uiReady(): void {
    this.#uiLoads++;
    const pid = this.#window?.ui?.webContents.getOSProcessId();
    if (pid) yieldToOthers(pid);
    connectUi(this.#window, this.stage, this.output);
  }

  #connect(): void {
    connectStage(this.stage, this.output);
    connectUi(this.#window, this.stage, this.output);
  }

  #outputStarted(): void {
    this.#connect();
    if (this.#recoverOnStart) this.#orderRecovery();
    this.broadcast.resume();
  }

  /** Finishes recordings that a crash cut off; the person is told of each. */
  recoverRecordings(): void {
    this.#recoverOnStart = true;
    if (this.output.running) this.#orderRecovery();
  }

  #orderRecovery(): void {
    this.#recoverOnStart = false;
    const folder = this.store.state.session.recordingFolder;
    this.output.order({ type: 'recoverRecordings', folder });
  }

  #tellLocale(): void {
    this.stage.order({ type: 'locale', locale: this.store.state.session.locale });
  }

  networkUp(): void {
    if (net.isOnline()) this.output.order({ type: 'networkUp' });
  }

  /** Changes the show document. A file that it names has to be picked first. */
  edit(edit: Edit): Result<null> {
    const paths = pathsIn(edit.commands);
    if (paths.some((path) => !this.media.mayName(path)))
      return err('INPUT_INVALID', 'a file has to be picked before the show can name it');
    const edited = this.store.edit(edit);
    if (edited.ok) this.media.named(paths);
    return edited;
  }

  /** What would disturb a running encode waits until it is over. */
  #allowed(before: ShowState, after: ShowState): Result<null> {
    const sizes = ({ canvases }: ShowState) =>
      canvases.map(({ width, height, fps }) => `${width}x${height}@${fps}`).join();
    if (before.canvases !== after.canvases && this.broadcast.active)
      if (sizes(before) !== sizes(after))
        return err(
          'BUSY',
          'the picture size can be changed when the broadcast and recording are over',
        );
    return ok(null);
  }

  /** Connects a destination at once; one that is not trying any more gets the URL and key of now. */
  async retryNow(destinationId: string): Promise<Result<null>> {
    const { show, session } = this.store.state;
    const destination = show.destinations.find(({ id }) => id === destinationId);
    const state = session.destinations[destinationId]?.state;
    if (!destination || state === 'reconnecting') {
      this.output.order({ type: 'retryNow', id: destinationId });
      return ok(null);
    }
    const target = await this.targets.of(destinationId);
    if (!target.ok) {
      this.store.session((draft) => {
        draft.destinations[destinationId] = { state: 'failed', error: target.error };
      });
      return target;
    }
    if (this.broadcast.join(target.value)) this.#urls.set(destinationId, target.value.url);
    return ok(null);
  }

  /** Signs the push URL of a destination anew; its next connection uses it, and the running one stays. */
  async renew(destinationId: string): Promise<Result<null>> {
    const destination = this.store.state.show.destinations.find(({ id }) => id === destinationId);
    if (!destination?.pgc)
      return err('INPUT_INVALID', 'this destination has no URL that is signed');
    const target = await this.targets.of(destinationId);
    if (!target.ok) return target;
    this.broadcast.renew(target.value);
    return ok(null);
  }

  /** Writes down why going live failed before anything was tried. */
  liveFailed(error: StudioError): Result<never> {
    this.store.session((session) => {
      session.live = { state: 'failed', error };
    });
    return { ok: false, error };
  }

  /** Goes on air to `targets`, recording to `record` where given; `refused` could not be made. */
  async goLive(
    targets: readonly Target[],
    record: string | null,
    refused: readonly Refused[] = [],
  ): Promise<Result<null>> {
    this.#broadcastStartedAtMs = Date.now();
    this.#urls = new Map(targets.map(({ id, url }) => [id, url]));
    const running = await this.stage.running();
    if (!running.ok) return running;
    return this.broadcast.start(targets, record, refused);
  }

  async receipt(): Promise<Receipt> {
    await this.stage.sample();
    const output = await this.broadcast.figures();
    this.usage.sample();
    return receiptOf({
      state: this.store.state,
      startedAtMs: this.#broadcastStartedAtMs,
      bornAtMs: process.getCreationTime() ?? this.#originEpochMs,
      firstPacketAtMs: this.output.firstPacketAtMs,
      urls: this.#urls,
      stage: this.stage.counters.sums(),
      output,
      stageRestarts: this.stage.counters.restarts,
      outputRestarts: this.output.restarts,
      uiRestarts: Math.max(0, this.#uiLoads - 1),
      cpuSeconds: this.usage.cpuSeconds(),
      peakRssMb: this.usage.peakRssMb(),
    });
  }

  /** Ends every process; nothing is left running. */
  async stop(): Promise<void> {
    await this.preflight.cancel();
    if (this.broadcast.active) await this.broadcast.stopAll();
    this.chatWindow.close();
    this.seating.stop();
    this.greenRoom.stop();
    this.#evenLoudness.stop();
    this.#attention.stop();
    this.cohost.stop();
    await this.rooms.stop();
    await this.health.stop();
    this.files.stop();
    this.expiry.stop();
    this.web.stop();
    this.#captureIds.stop();
    this.stage.stop();
    this.output.stop();
    this.server.stop();
  }
}

import { castDraft } from 'immer';
import type { DeskSnapshot, HostCommand } from '../../common/cohost/desk.ts';
import { type CohostLink as LinkStatus, noCohost } from '../../common/cohost/session.ts';
import type {
  CohostEvent,
  CohostOrder,
  RemotePerson,
  RemoteStats,
} from '../../common/cohost/stage.ts';
import type { CohostJoined, IceServer } from '../../common/cohost/wire.ts';
import type { PkCommand } from '../../common/pk/commands.ts';
import type { PkSnapshot } from '../../common/pk/hall.ts';
import { memberOf } from '../../common/pk/pk.ts';
import { err, type Result } from '../../common/result.ts';
import { log } from '../log.ts';
import type { StudioStore } from '../state/store.ts';
import { ServerClock } from './clock.ts';
import { Commands } from './commands.ts';
import { Floods } from './floods.ts';
import type { HostFrame } from './frames.ts';
import type { LineWatch } from './lineWatch.ts';
import { CohostLink } from './link.ts';
import { missedAfter } from './missed.ts';
import { ownAreaIn } from './ownArea.ts';
import { guestId, partiesOf, peerId, peersOf, remotePeople } from './people.ts';
import { Pulls } from './pulls.ts';
import { type Measured, readinessOf } from './readiness.ts';
import type { CohostPlace } from './socket.ts';

export type CohostOptions = {
  readonly store: StudioStore;
  /** The room service of the settings, and the owner's token for it. */
  readonly place: () => Promise<Result<Omit<CohostPlace, 'roomId'>>>;
  readonly forgetToken: () => Promise<void>;
  readonly order: (order: CohostOrder) => void;
  readonly measured: () => Measured;
  /** What is left of the line; not known where it is missing. */
  readonly line?: Pick<LineWatch, 'look' | 'headroom'>;
};

/** Between two looks at what is told without being asked (media, readiness), ms. */
const TELL_EVERY_MS = 1_000;
/** Statistics reach views at most so often, ms. */
const STATS_EVERY_MS = 1_000;

/**
 * Guests and PK of the studio's room, for as long as it is open: mirrors what the server says into
 * the session, carries signals between it and the stage, and tells it what the stage has.
 * Whatever fails here disturbs no broadcast.
 */
export class Cohost {
  readonly #options: CohostOptions;
  readonly #link: CohostLink;
  readonly #desk: Commands<DeskSnapshot, HostCommand>;
  readonly #pk: Commands<PkSnapshot, PkCommand>;
  readonly #clock: ServerClock;
  readonly #pulls: Pulls;
  readonly #unsubscribe: () => void;
  #roomId: string | null = null;
  #iceServers: readonly IceServer[] = [];
  #people: readonly RemotePerson[] = [];
  /** What the stage was told last. */
  #told = '';
  /** Whose picture and sound the stage has. */
  #media = new Set<string>();
  /** What was told to the server by itself and is not answered yet. */
  readonly #telling = new Set<string>();
  #stats: Readonly<Record<string, RemoteStats>> = {};
  #statsAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  readonly #floods: Floods;

  constructor(options: CohostOptions) {
    const { store } = options;
    this.#options = options;
    this.#pulls = new Pulls({ place: options.place, order: options.order });
    this.#floods = new Floods(store);
    this.#desk = new Commands(({ id, command }) => this.#link.send({ op: 'host', id, command }));
    this.#pk = new Commands(({ id, command }) => this.#link.send({ op: 'pk', id, command }));
    this.#clock = new ServerClock(
      (call) => this.#link.send({ op: 'clock', call }),
      (offsetMs) => this.#tellOffset(offsetMs),
    );
    this.#link = new CohostLink({
      place: options.place,
      forgetToken: options.forgetToken,
      onJoined: (joined) => this.#joined(joined),
      onFrame: (frame) => this.#take(frame),
      onState: (state) => this.#tellLink(state),
    });
    this.#unsubscribe = store.subscribe(({ patches }) => {
      const of = (key: string) => patches.some(({ path: [a, b] }) => a === 'session' && b === key);
      if (patches.some(({ path: [a] }) => a === 'show') && this.#people.length > 0)
        queueMicrotask(() => this.#tellStage());
      if (of('room')) queueMicrotask(() => this.#roomChanged());
      if (of('server') && store.state.session.server.state === 'running')
        queueMicrotask(() => this.#link.nudge());
    });
  }

  /** `COHOST_REFUSED`, `COHOST_MISSING`, `DISCONNECTED`, `TIMEOUT`. */
  host(command: HostCommand): Promise<Result<null>> {
    return this.#whileLinked(() => this.#desk.do(command));
  }

  /** As `host`. */
  pk(command: PkCommand): Promise<Result<null>> {
    return this.#whileLinked(() => this.#pk.do(command));
  }

  /** The room that is open; null where there is none. */
  get roomId(): string | null {
    return this.#roomId;
  }

  /** Tries to reach the desk at once. */
  retry(): void {
    this.#link.nudge();
  }

  /** What the stage says. */
  take(event: CohostEvent): void {
    switch (event.type) {
      case 'signal':
        if (this.#people.some(({ id }) => id === event.id))
          this.#link.send({ op: 'signal', to: partiesOf(event.id), signal: event.signal });
        return;
      case 'media':
        if (event.up) this.#media.add(event.id);
        else this.#media.delete(event.id);
        return this.#tellServer();
      case 'stats':
        this.#stats = event.stats;
        return this.#tellStats();
      case 'flood':
        return this.#flooded(event);
      case 'mixMinus':
        if (!event.clean) log(`guests: ${event.id} was sent its own sound`);
        return this.#write((cohost) => {
          cohost.mixMinus[event.id] = event.clean;
        });
    }
  }

  #flooded(event: Extract<CohostEvent, { type: 'flood' }>): void {
    const who = this.#people.find(({ id }) => id === event.id);
    if (!who) return;
    const command = this.#floods.take(event, who.name);
    const pkId = this.#pk.seen?.pk?.id;
    if (command.do !== 'leave') void this.#desk.do(command);
    else if (pkId) void this.#pk.do({ ...command, pkId });
  }

  /** Another stage stands and knows nobody; whom the last one had it has to get again. */
  stageLoaded(): void {
    this.stageLost();
    this.#told = '';
    this.#pulls.restart();
    this.#tellStage();
  }

  stageLost(): void {
    this.#media.clear();
    this.#stats = {};
    if (!this.#roomId) return;
    this.#write((cohost) => {
      cohost.stats = {};
    });
    this.#tellServer();
  }

  stop(): void {
    this.#unsubscribe();
    this.#close();
  }

  async #whileLinked(run: () => Promise<Result<null>>): Promise<Result<null>> {
    const { link } = this.#options.store.state.session.cohost;
    if (link.state === 'failed') return { ok: false, error: link.error };
    if (link.state === 'off')
      return err('ROOM_MISSING', 'the room is not open: it opens with the broadcast');
    if (link.state === 'connecting')
      return link.error
        ? { ok: false, error: link.error }
        : err('DISCONNECTED', 'the guests of the room are not connected yet');
    return run();
  }

  #roomChanged(): void {
    const roomId = this.#options.store.state.session.room?.roomId ?? null;
    if (roomId === this.#roomId) return;
    this.#close();
    if (roomId === null) return;
    this.#roomId = roomId;
    this.#link.join(roomId);
    this.#timer = setInterval(() => this.#tellServer(), TELL_EVERY_MS);
  }

  #close(): void {
    clearInterval(this.#timer);
    this.#roomId = null;
    this.#link.leave();
    this.#clock.stop();
    this.#clock.forget();
    this.#desk.clear();
    this.#pk.clear();
    this.#media.clear();
    this.#telling.clear();
    this.#floods.forget();
    this.#stats = {};
    this.#iceServers = [];
    this.#tellStage();
    this.#write((cohost) => {
      // How they are laid out, and how the host is called, is the studio's, not the room's.
      const { arranges: _a, layout: _l, callsHost: _c, ...none } = noCohost;
      Object.assign(cohost, none);
    });
  }

  #joined({ iceServers }: CohostJoined): void {
    this.#iceServers = iceServers;
    this.#clock.begin();
    this.#desk.connected();
    this.#pk.connected();
    this.#tellStage();
    this.#tellServer();
  }

  #take(frame: HostFrame): void {
    switch (frame.op) {
      case 'answered':
        this.#desk.answered(frame.id, frame.refused);
        this.#pk.answered(frame.id, frame.refused);
        return;
      case 'desk':
        if (this.#desk.take(frame.snapshot)) this.#changed('desk');
        return;
      case 'pk':
        if (this.#pk.take(frame.snapshot)) this.#changed('pk');
        return;
      case 'signal':
        return this.#signal(frame);
      case 'clock':
        return this.#clock.answered(frame.call, frame.serverMs);
    }
  }

  /** Of whom is not with us any more, or not yet, the stage knows nothing. */
  #signal({ from, signal }: HostFrame & { op: 'signal' }): void {
    const id = 'user' in from ? guestId(from.user) : peerId(from.room);
    if (this.#people.some((it) => it.id === id))
      this.#options.order({ type: 'signal', id, signal });
  }

  #changed(what: 'desk' | 'pk'): void {
    this.#write((cohost) => {
      if (what === 'desk') cohost.desk = castDraft(this.#desk.seen);
      else {
        const { seen } = this.#pk;
        cohost.pk = castDraft(seen);
        const { missedPk } = cohost;
        cohost.missedPk = missedAfter(missedPk, seen?.pk ?? null, this.#roomId ?? '', Date.now());
      }
    });
    this.#tellStage();
    this.#tellServer();
  }

  #tellStage(): void {
    this.#people =
      this.#roomId === null
        ? []
        : remotePeople(this.#desk.seen, this.#pk.seen?.pk ?? null, this.#roomId);
    const ownArea = ownAreaIn(this.#options.store.state);
    const told = JSON.stringify([this.#people, this.#iceServers, ownArea]);
    const hadNobody = this.#told === '' || this.#told.startsWith('[[]');
    const isNews = told !== this.#told && !(hadNobody && this.#people.length === 0);
    this.#told = told;
    if (!isNews) return;
    const ids = new Set(this.#people.map(({ id }) => id));
    for (const id of this.#media) if (!ids.has(id)) this.#media.delete(id);
    const [people, iceServers] = [this.#people, this.#iceServers];
    this.#options.order({ type: 'people', people, iceServers, ownArea });
    this.#pulls.settle(this.#roomId, people);
  }

  /** What the server ought to know and, by its own snapshots, does not. */
  #tellServer(): void {
    if (!this.#link.isJoined || this.#roomId === null) return;
    for (const { userId, stage, media } of this.#desk.seen?.people ?? []) {
      const up = this.#media.has(guestId(userId));
      const isIn = stage === 'joining' || stage === 'green' || stage === 'air';
      if (isIn && media !== up)
        this.#tell(`media ${userId}`, () => this.#desk.do({ do: 'media', userId, up }));
    }
    this.#tellPk(this.#roomId);
  }

  #tellPk(roomId: string): void {
    const pk = this.#pk.seen?.pk;
    const own = pk && memberOf(pk, roomId);
    if (!pk || !own || own.out !== null || pk.phase === 'ended') return;
    if (pk.phase !== 'inviting') {
      const peers = peersOf(pk, roomId);
      const sees = peers.every(({ member }) => this.#media.has(peerId(member.roomId)));
      if (own.sees !== sees)
        this.#tell('sees', () => this.#pk.do({ do: 'sees', pkId: pk.id, sees }));
    }
    if (pk.phase === 'running' || pk.phase === 'settling') return;
    const { store, measured, line } = this.#options;
    if (line) void line.look(roomId);
    const readiness = readinessOf(store.state, measured(), line?.headroom ?? null);
    if (readiness && JSON.stringify(readiness) !== JSON.stringify(own.readiness))
      this.#tell('readiness', () => this.#pk.do({ do: 'readiness', pkId: pk.id, readiness }));
  }

  /** Says one thing at a time; what changes meanwhile is said when that is answered. */
  #tell(what: string, say: () => Promise<Result<null>>): void {
    if (this.#telling.has(what)) return;
    this.#telling.add(what);
    void say().then(() => this.#telling.delete(what));
  }

  #tellStats(): void {
    const nowMs = performance.now();
    if (nowMs - this.#statsAtMs < STATS_EVERY_MS * 0.9) return;
    this.#statsAtMs = nowMs;
    const known = this.#people.flatMap(({ id }) => {
      const stats = this.#stats[id];
      return stats ? [[id, stats] as const] : [];
    });
    this.#write((cohost) => {
      cohost.stats = Object.fromEntries(known);
      for (const id of Object.keys(cohost.mixMinus))
        if (!this.#people.some((it) => it.id === id)) delete cohost.mixMinus[id];
    });
  }

  #tellLink(link: LinkStatus): void {
    const { cohost } = this.#options.store.state.session;
    if (JSON.stringify(cohost.link) === JSON.stringify(link)) return;
    this.#write((draft) => {
      draft.link = castDraft(link);
    });
  }

  #tellOffset(clockOffsetMs: number | null): void {
    if (this.#options.store.state.session.cohost.clockOffsetMs === clockOffsetMs) return;
    this.#write((cohost) => {
      cohost.clockOffsetMs = clockOffsetMs;
    });
  }

  #write(change: (cohost: ReturnType<typeof castDraft<typeof noCohost>>) => void): void {
    this.#options.store.session((session) => change(session.cohost));
  }
}

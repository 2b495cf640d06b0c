import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import type { RelayOrder } from '../../common/ipc/server.ts';
import type { OwnHttps } from '../../common/live/ownHttps.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { createNetworks } from './address.ts';
import { Admission } from './admission/admission.ts';
import { createChat } from './chat/index.ts';
import { GuestLinks } from './cohost/guestLinks.ts';
import { checkIce } from './cohost/ice.ts';
import { type Cohost, type CohostOptions, createCohost } from './cohost/index.ts';
import { cohostServerLimits } from './cohost/limits.ts';
import { foldedLog } from './foldedLog.ts';
import { HlsRooms } from './hls/rooms.ts';
import { Addresses, type AddressParts } from './http/addresses.ts';
import { Callers } from './http/caller.ts';
import { hostAllowed, type Reach, sameOrigin } from './http/guards.ts';
import { createLimitedHttpServer, type Tls } from './http/httpServer.ts';
import { createRoutes } from './http/routes.ts';
import { loadStaticFiles } from './http/staticFiles.ts';
import { Hub } from './hub.ts';
import type { SigKey } from './identity/userSig.ts';
import { IngestSession } from './ingest/ingestSession.ts';
import { limits, RateLimiter } from './limits.ts';
import { Listener } from './listener.ts';
import { figuresOf } from './metrics/figures.ts';
import { Metrics } from './metrics/metrics.ts';
import { Viewers, type ViewersByKind } from './play/audience.ts';
import { publishUrlOf } from './publishAuth.ts';
import { checkRelays } from './relay/check.ts';
import { Relays } from './relay/relays.ts';
import type { RelayReport } from './relay/target.ts';
import type { Streams } from './rooms/streams.ts';
import { openServices, type Services } from './services.ts';
import { createStreamEvents } from './streamEvents.ts';
import { SecureSide, type SecureSideOptions } from './tls/secureSide.ts';

const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

export type ServerOptions = {
  /** Default 127.0.0.1; any other address counts as shared. */
  readonly host?: string;
  /** 0 for a free port. */
  readonly rtmpPort: number;
  /** 0 for a free port. */
  readonly httpPort: number;
  /** Key of `txSecret`. Secret. */
  readonly publishKey: string;
  /** Folder of the built viewer page. */
  readonly watchFolder: string;
  /** Folder of the built page of guests; where it is not, `/guest` is not there. */
  readonly guestFolder?: string;
  /** Folder of the database and the covers of rooms; nothing is kept when not given. */
  readonly dataFolder?: string;
  /** What the owner logs in with; without it nobody is the owner. Secret. */
  readonly ownerSecret?: string;
  /** What the studios of a team log in with; without it none does. Secret. */
  readonly studioSecret?: string;
  /** The stream that the owner publishes, `[A-Za-z0-9_-]{1,64}`. Default `live`. */
  readonly streamName?: string;
  /** UserSigs that are taken and given out. Secret. */
  readonly sigKey?: SigKey | null;
  /** Where the world finds this server, `https://live.example.com`; it then counts as shared. */
  readonly publicUrl?: string;
  /** Addresses of proxies, whose `X-Forwarded-For` says who calls. */
  readonly trustedProxies?: readonly string[];
  /** HTTPS instead of HTTP, on the same port. */
  readonly tls?: Tls;
  /** HTTPS by the studio's own authority, on a port beside the HTTP one, while shared. */
  readonly ownTls?: Omit<SecureSideOptions, 'log'>;
  /** RTMP application and first segment of play URLs. Default `live`. */
  readonly app?: string;
  /** How connections of media find their way. */
  readonly stunUrls?: readonly string[];
  readonly turnUrls?: readonly string[];
  /** `static-auth-secret` of coturn. Secret. */
  readonly turnSecret?: string;
  /** Instead of it, fixed. Secret, but for those who join. */
  readonly turnLogin?: { readonly username: string; readonly credential: string } | null;
  readonly cohostLimits?: CohostOptions['limits'];
  /** Asked of every play call while shared; made up when not given. Secret. */
  readonly playToken?: string;
  /** More viewers are never let in, whatever the machine could serve. Default 1000. */
  readonly maxViewers?: number;
  /** How long to try a taken port before `PORT_IN_USE`, ms. Default 0. */
  readonly portRetryMs?: number;
  /** Gets one line without secrets. */
  readonly log?: (line: string) => void;
  /** A stream began, ended, gained or lost a viewer; at most twice a second. */
  readonly onStream?: (state: {
    readonly name: string;
    readonly live: boolean;
    readonly viewers: number;
    readonly viewersByKind: ViewersByKind;
  }) => void;
  /** The state of a relay changed. */
  readonly onRelay?: (report: RelayReport) => void;
};

export type RunningServer = {
  readonly services: Services;
  readonly rtmpPort: number;
  readonly httpPort: number;
  readonly shared: () => boolean;
  /** HTTPS by the studio's own authority; null while it is closed. */
  readonly https: () => OwnHttps | null;
  /** Push URL on this machine, valid until `expiresAtSeconds` since the epoch. Holds a secret. */
  publishUrl(streamName: string, expiresAtSeconds: number): string;
  /** The viewer's page; while shared with the machine's network address and the play token. */
  watchUrl(streamName: string): string;
  /** Listens everywhere or on 127.0.0.1 again, same ports. The running publish goes on. */
  share(on: boolean): Promise<Result<void>>;
  /** Replaces the list of what is sent on. `INPUT_INVALID`, `URL_INVALID`; the old list then stays. */
  relay(relays: readonly RelayOrder[]): Result<void>;
  close(): Promise<void>;
};

/**
 * Starts RTMP ingest and the HTTP side. `PORT_IN_USE`, `FILE_MISSING`, `INPUT_INVALID`, and for its
 * data `DATA_VERSION`, `BUSY`, `PATH_UNWRITABLE`.
 */
export async function startServer(options: ServerOptions): Promise<Result<RunningServer>> {
  const { publishKey, app = 'live', log = () => {} } = options;
  // Nobody has to prove anything to be turned away, as often as they like.
  const turnedAway = foldedLog(log);
  if (publishKey.length < 8) {
    return err('INPUT_INVALID', 'The publish key needs 8 characters at least.');
  }
  const files = await loadStaticFiles(options.watchFolder);
  if (!files.ok) return files;
  const guestFiles = options.guestFolder ? await loadStaticFiles(options.guestFolder) : null;
  if (guestFiles && !guestFiles.ok) log('cohost: the page of guests is not built');
  const { stunUrls = [], turnUrls = [], turnSecret = '', turnLogin = null } = options;
  const ice = { stunUrls, turnUrls, turnSecret, turnLogin };
  const iceProblem = checkIce(ice);
  if (iceProblem) return err('INPUT_INVALID', iceProblem);
  const playToken = options.playToken || randomBytes(16).toString('base64url');
  let host = options.host ?? LOOPBACK;
  const publicUrl = options.publicUrl?.replace(/\/+$/, '') ?? '';
  const shared = () => publicUrl !== '' || !['127.0.0.1', '::1', 'localhost'].includes(host);
  const secure = options.tls !== undefined;
  const reach = (): Reach => ({ port: http.port, shared: shared(), publicUrl });

  const networks = createNetworks(options.trustedProxies ?? []);
  const events = createStreamEvents((name) => {
    const viewersByKind = viewers.of(name);
    options.onStream?.({
      name,
      live: hub.get(name)?.live ?? false,
      viewers: viewersByKind.flv + viewersByKind.hls,
      viewersByKind,
    });
  });
  const hub = new Hub(app, (name) => {
    events.changed(name);
    cohost?.streamChanged(name);
    if (hub.get(name)?.live) services.rooms.streamLive(name).catch((error) => log(String(error)));
  });
  const streams: Streams = {
    isLive: (name) => hub.get(name)?.live ?? false,
    viewers: (name) => hub.get(name)?.viewers ?? 0,
    drop: (name) => hub.drop(name),
    sendAway: (name, network) => hub.get(name)?.sendAway(network),
  };
  let cohost: Cohost | null = null;
  const opened = await openServices({
    dataFolder: options.dataFolder ?? '',
    ownerSecret: options.ownerSecret ?? '',
    studioSecret: options.studioSecret ?? '',
    sigKey: options.sigKey ?? null,
    // One that is made up for this run is in nobody's hands before it is shared.
    invitedBy: options.playToken || (shared() ? playToken : ''),
    ownerStream: options.streamName ?? 'live',
    pkSettled: async () => cohost?.settled(),
    streams,
    guestAnchors: {
      accepted: (roomId, userId) => cohost?.pushers.accepted(roomId, userId) ?? null,
      acceptedAnywhere: (userId) => cohost?.pushers.acceptedAnywhere(userId) ?? false,
      changed: (roomId, userId) => cohost?.pushers.changed(roomId, userId),
      removed: (roomId, userId, why) => cohost?.pushers.removed(roomId, userId, why),
      heard: (roomId, userId) => cohost?.pushers.heard(roomId, userId),
    },
    log,
  });
  if (!opened.ok) return opened;
  const services = opened.value;
  const relays = new Relays(hub, (report) => options.onRelay?.(report), log);
  const rooms = new HlsRooms(hub, log, events.changed);
  const viewers = new Viewers(hub, rooms);
  const maxViewers = options.maxViewers ?? limits.play.maxViewers;
  const admission = new Admission(viewers, maxViewers, log);

  const publishing = new WeakSet<Socket>();
  const onPublish = (socket: Socket) => void publishing.add(socket);
  const isRefused = (name: string) => !services.rooms.mayPublishAs(name);
  const connections = new RateLimiter(
    limits.rtmp.connectionBurst,
    limits.rtmp.connectionsPerSecond,
  );
  const rtmp = new Listener({
    name: 'The RTMP server',
    create: () =>
      createTcpServer((socket) => {
        if (!socket.destroyed)
          new IngestSession(socket, {
            ...{ hub, app, publishKey, isRefused, onPublish, log },
            logClosed: turnedAway.log,
          }).run();
      }),
    maxConnections: limits.rtmp.maxConnections,
    keepsPlace: (socket) => publishing.has(socket),
    maxPerAddress: limits.rtmp.maxConnectionsPerAddress,
    admit: (network) => connections.take(network, Date.now()),
  });
  const links = new GuestLinks(services.database, cohostServerLimits.links);
  const addressParts: AddressParts = {
    ...{ app, publishKey, playToken, shared, publicUrl, secure },
    rtmpPort: () => rtmp.port,
    httpsPort: () => side?.port ?? null,
    lanHost: () => shownAddress(host),
  };
  const routes = createRoutes({
    hub,
    rooms,
    viewers,
    admission,
    app,
    files: files.value,
    guestFiles: guestFiles?.ok ? guestFiles.value : new Map(),
    playToken,
    reach,
    https: { port: () => side?.port ?? null, authority: () => side?.authority ?? null },
    api: {
      ...services,
      streams,
      links,
      hub,
      log,
      streamFor: (roomId, from) => cohost?.streamFor(roomId, from) ?? null,
      isAtDesk: (roomId, userId) => cohost?.isAtDesk(roomId, userId) ?? false,
      handsOpen: (roomId) => cohost?.handsOpen(roomId) ?? false,
      callers: new Callers(services.accounts, networks),
      addressParts,
    },
    networks,
    metrics: () => metrics.text(),
    answered: (kind, status, seconds) => metrics.answered(kind, status, seconds),
    log,
  });
  const isOurs = (request: IncomingMessage) => sameOrigin(request, reach());
  const chat = createChat({
    ...{ database: services.database, identity: services.accounts, rooms: services.rooms },
    ...{ isOurs, log, addressOf: networks.of },
    cohost: {
      view: (roomId) => cohost?.view(roomId) ?? null,
      count: (roomId, what) => cohost?.count(roomId, what),
      hear: (from, to, message) => cohost?.hear(from, to, message) ?? false,
    },
  });
  const desks = await createCohost({
    ...{ database: services.database, identity: services.accounts, rooms: services.rooms },
    ...{ chat, links, ice, isOurs, log, addressOf: networks.of, streams },
    playUrl: (room) => {
      const headers = { host: new URL(hereUrl()).host };
      return new Addresses(addressParts, { headers }).play(room)?.flv ?? '';
    },
    ...(options.cohostLimits ? { limits: options.cohostLimits } : {}),
  });
  cohost = desks;
  services.rooms.onNotice((roomId, text) => {
    chat.notice(roomId, text).catch((error) => log(`chat: ${(error as Error).message}`));
  });
  const metrics = new Metrics(
    figuresOf(
      ...([hub, viewers, services] as const),
      () => ({ ...chat.figures() }),
      () => desks.figures(),
    ),
  );
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const of = /^\/(chat|cohost)(\?|$)/.exec(request.url ?? '')?.[1];
    if (!of || !hostAllowed(request.headers.host, reach())) return void socket.destroy();
    (of === 'chat' ? chat : desks).upgrade(request, socket, head);
  };
  const places = {
    // Whoever watches may be in the chat, too.
    maxConnections: maxViewers + limits.http.moreConnections + limits.http.chatConnections,
    maxPerAddress: limits.http.maxConnectionsPerAddress,
    admit: () => true,
    isProxy: networks.isProxy,
  };
  // A handshake costs a hundred times what a request does.
  const handshakes = new RateLimiter(limits.http.requestBurst, limits.http.requestsPerSecond);
  const securePlaces = {
    ...places,
    admit: (network: string) => handshakes.take(network, Date.now()),
  };
  const http = new Listener({
    name: 'The viewer server',
    create: () => createLimitedHttpServer(routes, upgrade, options.tls),
    ...(secure ? securePlaces : places),
  });
  const side = options.ownTls
    ? new SecureSide(
        { ...options.ownTls, log },
        (tls) => createLimitedHttpServer(routes, upgrade, tls),
        securePlaces,
      )
    : null;

  const hereUrl = () =>
    `${secure ? 'https' : 'http'}://${shared() ? shownAddress(host) : LOOPBACK}:${http.port}`;
  const baseUrl = () => publicUrl || hereUrl();

  for (const [listener, port] of [
    [rtmp, options.rtmpPort],
    [http, options.httpPort],
  ] as const) {
    const opened = await listener.open(host, port, options.portRetryMs);
    if (opened.ok) continue;
    rtmp.close();
    http.close();
    metrics.close();
    await desks.close();
    await chat.close();
    await services.close();
    return opened;
  }
  if (shared()) await side?.open(host, options.portRetryMs);

  return ok({
    services,
    rtmpPort: rtmp.port,
    httpPort: http.port,
    shared,
    https() {
      const [port, authority] = [side?.port, side?.authority];
      if (!port || !authority) return null;
      const { name, fingerprint } = authority;
      return { port, authority: name, fingerprint, helpUrl: `${hereUrl()}/ca` };
    },
    publishUrl: (streamName, expiresAtSeconds) =>
      publishUrlOf({
        host: LOOPBACK,
        rtmpPort: rtmp.port,
        app,
        streamName,
        key: publishKey,
        expiresAtSeconds,
      }),
    watchUrl: (streamName) =>
      shared()
        ? `${baseUrl()}/watch/${streamName}?token=${playToken}`
        : `${baseUrl()}/watch/${streamName}`,
    async share(on) {
      const target = on ? EVERYWHERE : LOOPBACK;
      const before = host;
      // The stricter rules hold before the wider address is open, and after it is closed.
      if (on) host = target;
      else side?.close();
      for (const listener of [http, rtmp]) {
        const moved = await listener.rebind(target);
        if (moved.ok) continue;
        await http.rebind(before);
        host = before;
        if (shared()) await side?.open(host);
        return moved;
      }
      host = target;
      if (on) await side?.open(host);
      return ok(undefined);
    },
    relay(orders) {
      const checked = checkRelays(orders);
      if (!checked.ok) return checked;
      relays.set(orders);
      return ok(undefined);
    },
    async close() {
      events.stop();
      admission.close();
      rooms.close();
      // Ends what they send while it is still coming in.
      await relays.close();
      rtmp.close();
      http.close();
      side?.close();
      metrics.close();
      await desks.close();
      await chat.close();
      await services.close();
      turnedAway.close();
    },
  });
}

/** The address another machine of the network can reach us by. */
function shownAddress(host: string): string {
  if (host !== EVERYWHERE && host !== '::') return host.includes(':') ? `[${host}]` : host;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find((it) => it.family === 'IPv4' && !it.internal)?.address ?? LOOPBACK;
}

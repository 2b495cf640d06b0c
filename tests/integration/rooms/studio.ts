import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { clockOf } from '../../../common/chat/clock.ts';
import { createLocalChat, openWith } from '../../../common/chat/local/index.ts';
import type { ChatBatch } from '../../../common/chat/message.ts';
import type { OverlayFeed } from '../../../common/chat/overlay.ts';
import type { ChatService } from '../../../common/chat/service.ts';
import type { ServerEvent, ServerOrder } from '../../../common/ipc/server.ts';
import type { DestinationStatus } from '../../../common/live/telemetry.ts';
import { ok } from '../../../common/result.ts';
import { roomsOf } from '../../../main/rooms/index.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';
import { publishKey, tempFolder, until } from '../server/support.ts';

/** A page in place of the viewer's, which nobody opens here. */
export async function plainPage(): Promise<string> {
  const folder = await tempFolder();
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Room</title>');
  return folder;
}

const STREAM = 'studio';
export const ownerSecret = 'owner-secret-0123456789';

/** The server's own process, as the studio starts it; started again it has the ports and the data of before. */
export class ServerProcess {
  readonly #program: string;
  readonly #folders: { readonly watch: string; readonly data: string };
  readonly #store: StudioStore;
  #child: ChildProcess | null = null;
  #ports = { rtmp: 0, http: 0 };

  constructor(program: string, folders: { watch: string; data: string }, store: StudioStore) {
    this.#program = program;
    this.#folders = folders;
    this.#store = store;
  }

  get origin(): string | null {
    const { server } = this.#store.state.session;
    return server.state === 'running' ? `http://127.0.0.1:${this.#ports.http}` : null;
  }

  get rtmpPort(): number {
    return this.#ports.rtmp;
  }

  async start(): Promise<void> {
    const child = fork(this.#program, { stdio: 'inherit' });
    this.#child = child;
    const started = new Promise<Extract<ServerEvent, { type: 'started' }>>((resolve, reject) => {
      child.on('exit', () => reject(new Error('the server ended')));
      child.on('message', (event: ServerEvent) => {
        if (event.type === 'started') resolve(event);
        if (event.type === 'failed') reject(new Error(event.error.message));
      });
    });
    child.send({
      ...{ type: 'start', host: '127.0.0.1', publishKey, ownerSecret, streamName: STREAM },
      ...{ rtmpPort: this.#ports.rtmp, httpPort: this.#ports.http, playToken: 'play-token' },
      ...{ dataFolder: this.#folders.data, watchFolder: this.#folders.watch },
    } satisfies ServerOrder);
    const { rtmpPort, httpPort, watchUrl } = await started;
    this.#ports = { rtmp: rtmpPort, http: httpPort };
    this.#store.session((session) => {
      session.server = { state: 'running', watchUrl, shared: false, https: null };
    });
  }

  /** As a crash ends it. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    this.#store.session((session) => {
      session.server = { state: 'restarting' };
    });
    child.kill('SIGKILL');
    await gone;
  }
}

/** Main's part of rooms and chat, with a server of its own and everything that needs no Electron. */
export async function openStudio(program: string, watch: string) {
  const store = new StudioStore(freshState());
  const server = new ServerProcess(program, { watch, data: await tempFolder() }, store);
  const batches: ChatBatch[] = [];
  const feeds: OverlayFeed[] = [];
  const secrets = new Map<string, string>();
  /** Where the show was to be sent on to, in order. */
  const sentOn: (string | null)[] = [];
  const saved: Record<string, unknown> = { roomId: null, bannedWords: [] };
  const rooms = roomsOf({
    store,
    settings: {
      get: (key) => saved[key] as never,
      set: (key, value) => {
        saved[key] = value;
      },
      secret: (name) => secrets.get(name) ?? null,
      setSecret: (name, value) => void secrets.set(name, value),
    },
    server: {
      ready: async () => {
        await until('the server runs', () => server.origin, 55_000);
        return ok(null);
      },
      get origin() {
        return server.origin;
      },
      ownerSecret,
    },
    toViews: (batch) => batches.push(batch),
    toStage: (feed) => feeds.push(feed),
    sendOn: (url) => sentOn.push(url),
    recordFile: join(await tempFolder(), 'chat.ndjson'),
  });
  const destination = store.state.show.destinations[0]?.id ?? '';
  /** What the broadcast writes when the show goes to the embedded server. */
  const broadcast = (live: 'starting' | 'live' | 'idle', state: DestinationStatus['state']) =>
    store.session((session) => {
      session.live = live === 'live' ? { state: live, startedAtMs: Date.now() } : { state: live };
      session.destinations = { [destination]: { state } as never };
    });
  return {
    ...{ store, server, rooms, batches, feeds, saved, sentOn, broadcast, stream: STREAM },
    get session() {
      return store.state.session;
    },
    async close() {
      await rooms.stop();
      await server.kill();
    },
  };
}

export type TestStudio = Awaited<ReturnType<typeof openStudio>>;

/** Somebody who watches: a guest of the server, in the room's chat. */
export async function viewerOf(studio: TestStudio, name: string): Promise<ChatService> {
  const { origin } = studio.server;
  const answer = await fetch(`${origin}/api/guest`, {
    ...{ method: 'POST', body: JSON.stringify({ name }) },
    headers: { 'Content-Type': 'application/json' },
  });
  const { token } = (await answer.json()) as { token: string };
  const chat = createLocalChat({
    url: `${origin?.replace('http', 'ws')}/chat`,
    token: async () => ok(token),
    newId: randomUUID,
    openSocket: openWith(WebSocket as never),
    ...clockOf(globalThis),
  });
  const joined = await chat.join(studio.session.room?.roomId ?? '');
  if (!joined.ok) throw new Error(joined.error.message);
  return chat;
}

export const programIn = (folder: string): string => join(folder, 'serverProcess.mjs');

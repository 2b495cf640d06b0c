import { WebSocket } from 'ws';
import type {
  DeskSnapshot,
  GuestCommand,
  GuestSnapshot,
  HostCommand,
} from '../../../common/cohost/desk.ts';
import type {
  CohostClientFrame,
  CohostJoined,
  CohostServerFrame,
} from '../../../common/cohost/wire.ts';
import type { PkCommand } from '../../../common/pk/commands.ts';
import type { PkSnapshot } from '../../../common/pk/hall.ts';
import type { Pk, PkPhase } from '../../../common/pk/pk.ts';
import { call } from '../server/apiClient.ts';
import { type Person, signIn } from '../server/roomsSupport.ts';
import { until } from '../server/support.ts';

export type Frame<Op extends CohostServerFrame['op']> = Extract<CohostServerFrame, { op: Op }>;
type Joining = Partial<Extract<CohostClientFrame, { op: 'join' }>> & {
  readonly roomId: string;
  readonly token: string;
};
type Commands = { host: HostCommand; guest: GuestCommand; pk: PkCommand };
type Loose<T> = { [Name in keyof T]?: unknown } & { do: string };

let ids = 0;

/** One WebSocket at `/cohost`: what it is told, and how it ends. */
export class Client {
  readonly heard: CohostServerFrame[] = [];
  readonly socket: WebSocket;
  /** Of the close; 0 before. An HTTP status where the upgrade was refused. */
  code = 0;
  status = 0;

  constructor(port: number, from = '127.0.0.1', headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/cohost`, { localAddress: from, headers });
    this.socket.on('message', (data) => this.heard.push(JSON.parse(String(data))));
    this.socket.on('unexpected-response', (_request, response) => {
      this.status = response.statusCode ?? 0;
      this.socket.terminate();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', (code) => {
      this.code = code;
    });
  }

  opened(): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.socket.readyState > WebSocket.OPEN) return resolve(false);
      if (this.socket.readyState === WebSocket.OPEN) return resolve(true);
      this.socket.once('open', () => resolve(true));
      this.socket.once('close', () => resolve(false));
    });
  }

  say(frame: CohostClientFrame | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  frames<Op extends CohostServerFrame['op']>(op: Op): Frame<Op>[] {
    return this.heard.filter((it): it is Frame<Op> => it.op === op);
  }

  /** Joins; the answer, or what was refused. */
  async join(joining: Joining): Promise<CohostJoined | string> {
    if (!(await this.opened())) return `HTTP ${this.status}`;
    this.say({ op: 'join', call: 1, ...joining });
    const answer = await until(
      'an answer to the join',
      () => this.frames('answer')[0] ?? this.code,
    );
    if (typeof answer === 'number') return `closed ${answer}`;
    return 'value' in answer ? answer.value : answer.error.code;
  }

  /** Resolves with the refusal, or null. */
  async command<Op extends keyof Commands>(
    op: Op,
    command: Loose<Commands[Op]>,
    id = `c${ids++}`,
  ): Promise<Frame<'answered'>['refused']> {
    const before = this.frames('answered').length;
    this.say(JSON.stringify({ op, id, command }));
    const answer = await until(`${op} ${command.do} is answered`, () =>
      this.frames('answered')
        .slice(before)
        .find((it) => it.id === id),
    );
    return answer.refused;
  }

  get desk(): DeskSnapshot | null {
    return this.frames('desk').at(-1)?.snapshot ?? null;
  }

  get guest(): GuestSnapshot | null {
    return this.frames('guest').at(-1)?.snapshot ?? null;
  }

  get pk(): Pk | null {
    return this.pkSnapshot?.pk ?? null;
  }

  get pkSnapshot(): PkSnapshot | null {
    return this.frames('pk').at(-1)?.snapshot ?? null;
  }

  gone(): Promise<string> {
    return until('gone', () => this.frames('gone')[0]?.why);
  }

  phase(phase: PkPhase): Promise<Pk> {
    return until(`the PK is ${phase}`, () => (this.pk?.phase === phase ? this.pk : null));
  }

  stage(stage: string | null): Promise<unknown> {
    return until(`stage ${stage}`, () => this.guest && (this.guest.me?.stage ?? null) === stage);
  }

  close(): void {
    this.socket.terminate();
  }
}

export type TestRoom = { readonly roomId: string; readonly host: Person; readonly stream: string };

/** A room of a person with a UserSig; on the air only once something is published. */
export async function makeRoom(port: number, roomId: string, info: object = {}): Promise<TestRoom> {
  const host = await signIn(port, `${roomId}-host`);
  const body = { roomId, info: { title: `Room ${roomId}`, openToPk: true, ...info } };
  const made = await call(port, '/api/rooms', { body, token: host.token });
  if (made.status !== 200) throw new Error(JSON.stringify(made.json));
  return { roomId, host, stream: made.json.stream };
}

export async function newGuest(
  port: number,
  name: string,
  query = '',
): Promise<{ readonly userId: string; readonly token: string }> {
  const { json } = await call(port, `/api/guest${query}`, { body: { name } });
  return json;
}

export async function linkOf(port: number, { roomId, host }: TestRoom, body: object = {}) {
  const made = await call(port, `/api/rooms/${roomId}/guestLinks`, { body, token: host.token });
  return made.json as { url: string; code: string; expiresAtMs: number };
}

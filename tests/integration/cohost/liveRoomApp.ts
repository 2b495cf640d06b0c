import type { Looks } from '../../support/cohost/people.ts';
import { type Person, signIn } from '../server/roomsSupport.ts';
import { type Run, run, until } from '../server/support.ts';
import { openChat } from './chat.ts';

type Said = {
  readonly from: string;
  readonly data: { readonly cmd: string; readonly data: Record<string, any> };
};

/** An app of LiveRoom's: nothing but its documented calls and messages, and ffmpeg to push. */
export class LiveRoomApp {
  readonly person: Person;
  readonly roomId: string;
  private readonly chat: Awaited<ReturnType<typeof openChat>>;
  private publish: Run | null = null;

  private constructor(person: Person, roomId: string, chat: Awaited<ReturnType<typeof openChat>>) {
    this.person = person;
    this.roomId = roomId;
    this.chat = chat;
  }

  /** Logged in by a UserSig, and in the room's group. */
  static async open(port: number, userId: string, roomId: string): Promise<LiveRoomApp> {
    const person = await signIn(port, userId);
    return new LiveRoomApp(person, roomId, await openChat(port, roomId, person.token));
  }

  /** A big anchor with a room of their own: URL, push, `create_room`, `add_pusher`, the group, a heartbeat. */
  static async anchor(
    port: number,
    userId: string,
    roomId: string,
    looks: Pick<Looks, 'colour' | 'tone'>,
  ): Promise<LiveRoomApp> {
    const person = await signIn(port, userId);
    const { pushURL } = await person.service('get_push_url', { userID: userId });
    const made = await person.service('create_room', {
      ...{ userID: userId, roomID: roomId, roomInfo: `Room of ${userId}` },
    });
    if (made.code !== 0) throw new Error(made.message);
    const app = new LiveRoomApp(person, roomId, await openChat(port, roomId, person.token));
    app.push(pushURL, looks);
    await app.call('add_pusher', { userName: userId, userAvatar: '', pushURL });
    await app.call('pusher_heartbeat');
    return app;
  }

  get told(): readonly Said[] {
    return this.chat.told as readonly Said[];
  }

  /** A message to somebody. */
  async say(to: string, cmd: 'linkmic' | 'pk', data: object): Promise<boolean> {
    const timestamp = Math.floor(Date.now() / 1_000);
    const message = { cmd, data: { roomID: this.roomId, timestamp, ...data } };
    return (await this.chat.service.direct(to, message)).ok;
  }

  /** The first message of that kind, from the one given on. */
  hears(cmd: string, type: string, from = 0): Promise<Said> {
    return until(`${cmd} ${type}`, () =>
      this.told.slice(from).find(({ data }) => data.cmd === cmd && data.data['type'] === type),
    );
  }

  async call(name: string, body: object = {}): Promise<Record<string, any>> {
    const { userID, service } = this.person;
    return service(name, { roomID: this.roomId, userID, ...body });
  }

  /** Asks to take part, and waits for the answer. */
  async requestJoin(hostId: string): Promise<Said['data']['data']> {
    const before = this.told.length;
    const { userID } = this.person;
    await this.say(hostId, 'linkmic', { type: 'request', userID, userName: userID });
    return (await this.hears('linkmic', 'response', before)).data.data;
  }

  async pushUrl(): Promise<string> {
    return (await this.call('get_push_url'))['pushURL'];
  }

  /** Pushes a colour and a tone until `stopPush`; what ffmpeg says at its end is in `done`. */
  push(url: string, looks: Pick<Looks, 'colour' | 'tone'>): Run {
    this.publish = this.pushBeside(url, looks);
    return this.publish;
  }

  /** A push that is not this app's own. */
  pushBeside(url: string, { colour, tone }: Pick<Looks, 'colour' | 'tone'>): Run {
    const picture = `color=c=${colour}:size=160x120:rate=15`;
    const beeps = `aevalsrc=0.5*sin(2*PI*${tone}*t)*lt(mod(t\\,0.4)\\,0.2):s=44100`;
    return run('ffmpeg', [
      ...['-v', 'error', '-re', '-f', 'lavfi', '-i', picture, '-re', '-f', 'lavfi', '-i', beeps],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'baseline', '-g', '30'],
      ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '48k', '-ac', '1', '-f', 'flv', url],
    ]);
  }

  async stopPush(): Promise<void> {
    await this.publish?.stop();
  }

  /** All of it, in the documented order: URL, push, `add_pusher`, heartbeat, `notifyPusherChange`. */
  async comeIn(looks: Pick<Looks, 'colour' | 'tone'>): Promise<Run> {
    const url = await this.pushUrl();
    const pushing = this.push(url, looks);
    const { userID: userName } = this.person;
    const added = await this.call('add_pusher', { userName, userAvatar: '', pushURL: url });
    if (added['code'] !== 0) throw new Error(added['message']);
    await this.call('pusher_heartbeat');
    return pushing;
  }

  async close(): Promise<void> {
    await this.stopPush();
    this.chat.close();
  }
}

import { describe, expect, it } from 'vitest';
import { createLocalChat } from '../../../common/chat/local/index.ts';
import type { ChatEvent, ChatService } from '../../../common/chat/service.ts';
import { err, ok, type Result } from '../../../common/result.ts';

type Frame = { op: string; call: number; clientId?: string; count?: number; afterSeq?: number };

/** A network in which time passes when it is told to, and a server that answers as a test says. */
class Network {
  nowMs = 0;
  /** Every address that was opened, and when. */
  readonly opens: number[] = [];
  readonly sent: (Frame & { atMs: number })[] = [];
  isUp = true;
  answers = true;
  private timers: { atMs: number; run: () => void }[] = [];
  private socket: { opened(): void; message(text: string): void; closed(): void } | null = null;

  readonly setTimer = (run: () => void, ms: number) => {
    const timer = { atMs: this.nowMs + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((it) => it !== timer);
    };
  };

  client(token: () => Promise<Result<string>> = async () => ok('t')): ChatService {
    let ids = 0;
    return createLocalChat({
      ...{ url: 'ws://x/chat', token, setTimer: this.setTimer, newId: () => `id${++ids}` },
      now: () => this.nowMs,
      openSocket: (_url, on) => {
        this.opens.push(this.nowMs);
        this.socket = on;
        this.setTimer(() => (this.isUp ? on.opened() : on.closed()), 1);
        return {
          close: () => {
            this.socket = null;
          },
          unsentBytes: () => 0,
          send: (text) => {
            const frame = JSON.parse(text) as Frame;
            this.sent.push({ ...frame, atMs: this.nowMs });
            if (this.answers) this.answer(frame);
          },
        };
      },
    });
  }

  say(frame: object): void {
    this.socket?.message(JSON.stringify(frame));
  }

  drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.closed();
  }

  /** Lets time pass; what waits for a promise in between gets its turn. */
  async pass(ms: number): Promise<void> {
    const end = this.nowMs + ms;
    for (;;) {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      const next = this.timers.filter((it) => it.atMs <= end).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.timers = this.timers.filter((it) => it !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.run();
    }
    this.nowMs = end;
  }

  private answer(frame: Frame): void {
    const me = { userId: 'me', name: 'me', avatar: '', role: 'viewer' };
    const rules = { slowModeSeconds: 0, followersOnly: false, muteAll: false, bannedWords: [] };
    const room = {
      ...{ me, rules, history: [], likes: 0, online: 1, pinned: null },
      attributes: {},
    };
    const newestSeq = frame.afterSeq ?? 0;
    if (frame.op === 'join') {
      const value = { ...room, serverTimeMs: 1, missed: 0, newestSeq };
      this.say({ op: 'answer', call: frame.call, value });
    }
    if (frame.op === 'send') {
      this.say({ op: 'answer', call: frame.call, value: { id: 'm1', seq: 1 } });
    }
    if (frame.op === 'ping') this.say({ op: 'pong' });
  }
}

const listen = (service: ChatService) => {
  const events: ChatEvent[] = [];
  service.on((event) => events.push(event));
  const states = () =>
    events.flatMap((it) => (it.type === 'connection' ? [it.connection.state] : []));
  return { events, states };
};

async function joined(network: Network) {
  const service = network.client();
  const heard = listen(service);
  const join = service.join('room');
  await network.pass(10);
  expect(await join).toMatchObject({ ok: true });
  return { service, ...heard };
}
const text = (words: string) => ({ kind: 'text', text: words }) as const;

describe('the local client', () => {
  it('comes back at once, then after half a second, one, two and three', async () => {
    const network = new Network();
    const { states } = await joined(network);
    network.isUp = false;
    const lostAtMs = network.nowMs;
    network.drop();
    await network.pass(14_000);
    const tries = network.opens.slice(1).map((it) => it - lostAtMs);
    // A millisecond passes until each is found to lead nowhere.
    expect(tries).toEqual([0, 501, 1_502, 3_503, 6_504, 9_505, 12_506]);
    network.isUp = true;
    await network.pass(4_000);
    expect(states().at(-1)).toBe('connected');
    network.drop();
    const before = network.nowMs;
    await network.pass(5);
    expect(network.opens.at(-1)).toBe(before);
  });

  it('asks after five silent seconds, and begins anew after ten', async () => {
    const network = new Network();
    const { states } = await joined(network);
    await network.pass(60_000);
    expect(network.opens).toHaveLength(1);
    expect(network.sent.filter((it) => it.op === 'ping').length).toBeGreaterThan(8);
    network.answers = false;
    await network.pass(11_500);
    expect(network.opens.length).toBeGreaterThan(1);
    expect(states()).toContain('reconnecting');
  });

  it('does not take a machine that slept for a lost line', async () => {
    const network = new Network();
    const { states } = await joined(network);
    network.nowMs += 3_600_000;
    await network.pass(2_000);
    expect(states()).toEqual(['connecting', 'connected']);
  });

  it('says again what had no answer, with the same id, and resumes where it was', async () => {
    const network = new Network();
    const { service } = await joined(network);
    const notice = { kind: 'notice', id: 'm7', seq: 7, atMs: 1, text: 'hi' };
    network.say({ op: 'batch', items: [notice] });
    network.answers = false;
    const answer = service.send(text('hello'));
    network.drop();
    network.answers = true;
    const whileAway = service.send(text('later'));
    await network.pass(50);
    expect(await answer).toEqual({ ok: true, value: { id: 'm1', seq: 1 } });
    expect(await whileAway).toMatchObject({ ok: true });
    const sends = network.sent.filter((it) => it.op === 'send').map((it) => it.clientId);
    expect(sends).toEqual(['id1', 'id1', 'id2']);
    expect(network.sent.filter((it) => it.op === 'join').at(-1)?.afterSeq).toBe(7);
  });

  it('gives up a message that could not be said for twenty seconds, and takes no more than a hundred', async () => {
    const network = new Network();
    const { service } = await joined(network);
    network.isUp = false;
    network.drop();
    const answers = Array.from({ length: 101 }, (_, index) => service.send(text(`t${index}`)));
    expect(await answers[100]).toMatchObject({ error: { code: 'RATE_LIMITED' } });
    await network.pass(20_001);
    expect(await answers[0]).toMatchObject({ error: { code: 'DISCONNECTED' } });
  });

  it('sends hearts at most four times a second, all of them', async () => {
    const network = new Network();
    const { service } = await joined(network);
    for (let i = 0; i < 100; i++) {
      service.like(1);
      await network.pass(10);
    }
    await network.pass(1_000);
    const likes = network.sent.filter((it) => it.op === 'like');
    expect(likes.length).toBeLessThanOrEqual(5);
    expect(likes.reduce((sum, it) => sum + (it.count ?? 0), 0)).toBe(100);
  });

  it('does not tell an item twice, nor one that it cannot read', async () => {
    const network = new Network();
    const { events } = await joined(network);
    const notice = (seq: number) => ({ kind: 'notice', id: `m${seq}`, seq, atMs: 1, text: 'x' });
    network.say({ op: 'batch', items: [notice(1), notice(2), { kind: 'new', seq: 3 }] });
    network.say({ op: 'batch', items: [notice(2), notice(4)], shed: 1 });
    network.say({ op: 'batch', items: 'none' });
    await network.pass(1);
    const batches = events.flatMap((it) => (it.type === 'batch' ? [it.batch] : []));
    expect(batches.map((it) => it.items.map(({ seq }) => seq))).toEqual([[1, 2], [4]]);
    expect(batches[1]?.shed).toBe(1);
  });

  it('ends where a token is refused, and where nobody answers', async () => {
    const network = new Network();
    const refused = network.client(async () => err('AUTH', 'no'));
    const { states } = listen(refused);
    const answer = refused.join('room');
    await network.pass(10);
    expect(await answer).toMatchObject({ error: { code: 'AUTH' } });
    expect(states()).toEqual(['connecting', 'ended']);
    network.isUp = false;
    const nobody = network.client();
    const late = nobody.join('room');
    await network.pass(20_000);
    expect(await late).toMatchObject({ error: { code: 'TIMEOUT' } });
    expect(await nobody.send(text('x'))).toMatchObject({ error: { code: 'DISCONNECTED' } });
  });

  it('stays away when it was put out', async () => {
    const network = new Network();
    const { events } = await joined(network);
    network.say({ op: 'gone', why: 'kicked' });
    await network.pass(30_000);
    expect(network.opens).toHaveLength(1);
    expect(events.at(-1)).toEqual({
      type: 'connection',
      connection: { state: 'ended', why: 'kicked', error: null },
    });
  });
});

import { describe, expect, it } from 'vitest';
import {
  arrive,
  back,
  closeDesk,
  decideGuest,
  decideHost,
  gone,
  nextTickAtMs,
  tick,
} from '../../../common/cohost/decide.ts';
import {
  type CohostDesk,
  cohostLimits,
  deskSnapshot,
  type GuestCommand,
  guestSnapshot,
  type HostCommand,
  isOn,
  newDesk,
  personAt,
} from '../../../common/cohost/desk.ts';

/** A room whose viewers are named by letters; `nobody` is not in it. */
class Room {
  desk: CohostDesk = newDesk(1);
  nowMs = 10_000;
  #ids = 0;

  #context = () => ({ nowMs: this.nowMs, newTicket: () => `t${++this.#ids}` });
  #who = (userId: string) => ({ userId, name: userId.toUpperCase(), avatar: '' });

  host(command: HostCommand, id = `h${++this.#ids}`) {
    const known = (userId: string) => (userId === 'nobody' ? undefined : this.#who(userId));
    const decided = decideHost(this.desk, 'host', id, command, known, this.#context());
    this.desk = decided.desk;
    return decided.refused;
  }
  guest(who: string, command: GuestCommand, id = `g${++this.#ids}`) {
    const decided = decideGuest(this.desk, this.#who(who), id, command, this.#context());
    this.desk = decided.desk;
    return decided.refused;
  }
  arrive(who: string) {
    const decided = arrive(this.desk, this.#who(who), this.#context());
    this.desk = decided.desk;
    return decided.refused;
  }
  wait(ms: number) {
    this.nowMs += ms;
    this.desk = tick(this.desk, this.nowMs);
  }
  of = (who: string) => guestSnapshot(this.desk, who);
  ticket = (who: string) => personAt(this.desk, who)?.ticket ?? 'none';
  accept = (who: string, toAir = false) =>
    this.host({ do: 'accept', userId: who, ticket: this.ticket(who), toAir });
  picture = (who: string) => this.host({ do: 'media', userId: who, up: true });
  /** Comes by a link and sits in the green room. */
  green(who: string) {
    this.arrive(who);
    this.picture(who);
  }
  air = (who: string, seat: number | null = null) => this.host({ do: 'air', userId: who, seat });
  seats = () => Object.fromEntries(this.desk.people.map(({ userId, seat }) => [userId, seat]));
}

describe('a raised hand', () => {
  it('is accepted, brings a picture, waits in the green room, and goes on air', () => {
    const room = new Room();
    expect(room.guest('a', { do: 'raise' })).toBeNull();
    expect(room.of('a').me).toMatchObject({ stage: 'asking', endsAtMs: null });
    expect(room.accept('a')).toBeNull();
    expect(room.of('a').me).toMatchObject({ stage: 'joining' });
    room.picture('a');
    expect(room.of('a').me).toMatchObject({ stage: 'green', endsAtMs: null, media: true });
    expect(room.of('b').onAir).toEqual([]);
    expect(room.air('a')).toBeNull();
    expect(room.of('a').me).toMatchObject({ stage: 'air', seat: 1 });
    expect(room.of('b').onAir).toEqual([{ name: 'A', seat: 1 }]);
  });

  it('goes straight on air where the host says so', () => {
    const room = new Room();
    room.guest('a', { do: 'raise' });
    room.accept('a', true);
    expect(room.of('a').onAir).toEqual([]);
    room.picture('a');
    expect(room.of('a').me).toMatchObject({ stage: 'air', seat: 1 });
  });

  it('is declined, taken down, or raised at a closed desk', () => {
    const room = new Room();
    room.guest('a', { do: 'raise' });
    room.host({ do: 'decline', userId: 'a', ticket: room.ticket('a') });
    expect(room.of('a')).toMatchObject({ me: null, farewell: 'declined' });
    room.guest('b', { do: 'raise' });
    expect(room.guest('b', { do: 'lower' })).toBeNull();
    expect(room.of('b').farewell).toBe('withdrawn');
    expect(room.guest('b', { do: 'lower' })).toBe('NOT_THERE');
    room.host({ do: 'open', open: false });
    expect(room.guest('c', { do: 'raise' })).toBe('CLOSED');
  });

  it('that was taken down and raised again is not accepted by a late answer to the first', () => {
    const room = new Room();
    room.guest('a', { do: 'raise' });
    const first = room.ticket('a');
    room.guest('a', { do: 'lower' });
    room.guest('a', { do: 'raise' });
    expect(room.host({ do: 'accept', userId: 'a', ticket: first, toAir: true })).toBe('TOO_LATE');
    expect(room.of('a').me?.stage).toBe('asking');
  });

  it('raised twice stands once, and no more than the queue holds', () => {
    const room = new Room();
    room.guest('a', { do: 'raise' });
    const first = room.ticket('a');
    expect(room.guest('a', { do: 'raise' })).toBeNull();
    expect(room.ticket('a')).toBe(first);
    for (let at = 1; at < cohostLimits.asking; at++) room.guest(`v${at}`, { do: 'raise' });
    expect(room.guest('late', { do: 'raise' })).toBe('FULL');
  });
});

describe('an invitation', () => {
  it('is accepted within 10 s, or is over', () => {
    const room = new Room();
    expect(room.host({ do: 'invite', userId: 'nobody' })).toBe('NOT_THERE');
    room.host({ do: 'invite', userId: 'a' });
    room.host({ do: 'invite', userId: 'b' });
    const late = room.ticket('b');
    expect(room.guest('a', { do: 'answer', ticket: room.ticket('a'), accept: true })).toBeNull();
    expect(room.of('a').me?.stage).toBe('joining');
    room.wait(cohostLimits.answerMs);
    expect(room.of('b')).toMatchObject({ me: null, farewell: 'timeout' });
    expect(room.guest('b', { do: 'answer', ticket: late, accept: true })).toBe('TOO_LATE');
  });

  it('is declined, or taken back', () => {
    const room = new Room();
    room.host({ do: 'invite', userId: 'a' });
    room.guest('a', { do: 'answer', ticket: room.ticket('a'), accept: false });
    expect(room.of('a').farewell).toBe('declined');
    room.host({ do: 'invite', userId: 'a' });
    room.host({ do: 'uninvite', userId: 'a' });
    expect(room.of('a').farewell).toBe('withdrawn');
  });

  it('that crosses a raised hand is a yes of both, whichever came first', () => {
    const room = new Room();
    room.guest('a', { do: 'raise' });
    room.host({ do: 'invite', userId: 'a' });
    expect(room.of('a').me?.stage).toBe('joining');
    room.host({ do: 'invite', userId: 'b' });
    room.guest('b', { do: 'raise' });
    expect(room.of('b').me?.stage).toBe('joining');
  });
});

describe('the seats', () => {
  it('are filled from the first, moved, exchanged and left', () => {
    const room = new Room();
    for (const it of ['a', 'b', 'c', 'd']) room.green(it);
    room.air('a');
    room.air('b');
    room.air('c');
    expect(room.air('d')).toBe('FULL');
    expect(room.air('a', 2)).toBeNull();
    expect(room.seats()).toEqual({ a: 2, b: 1, c: 3, d: null });
    room.air('d', 3);
    expect(room.seats()).toEqual({ a: 2, b: 1, c: null, d: 3 });
    expect(room.of('c').me?.stage).toBe('green');
    room.host({ do: 'green', userId: 'a' });
    expect(room.of('a').me).toMatchObject({ stage: 'green', seat: null });
    expect(room.air('a', 4)).toBe('FULL');
  });

  it('become fewer only when they are free', () => {
    const room = new Room();
    for (const it of ['a', 'b']) room.green(it);
    room.air('a', 3);
    room.air('b', 1);
    expect(room.host({ do: 'seats', seats: 1 })).toBe('FULL');
    expect(room.host({ do: 'seats', seats: 2 })).toBeNull();
    expect(room.seats()).toEqual({ a: 2, b: 1 });
  });

  it('wait for a guest that is cut off, for 20 s', () => {
    const room = new Room();
    room.green('a');
    room.air('a');
    room.desk = gone(room.desk, 'a', room.nowMs);
    room.wait(5_000);
    expect(room.of('a').me).toMatchObject({ stage: 'air', seat: 1, media: false });
    room.desk = back(room.desk, 'a', room.nowMs);
    room.wait(60_000);
    expect(room.of('a').me?.stage).toBe('air');
    room.desk = gone(room.desk, 'a', room.nowMs);
    expect(nextTickAtMs(room.desk)).toBe(room.nowMs + cohostLimits.lostMs);
    room.wait(cohostLimits.lostMs);
    expect(room.of('a').farewell).toBe('lost');
  });

  it('are not taken without a picture, and somebody without one is not waited for', () => {
    const room = new Room();
    room.arrive('a');
    expect(room.air('a')).toBeNull();
    expect(room.of('a').me).toMatchObject({ stage: 'joining', toAir: true, seat: null });
    room.wait(cohostLimits.joinMs);
    expect(room.of('a').farewell).toBe('timeout');
  });
});

it('a track is off while either side wants it off', () => {
  const room = new Room();
  room.green('a');
  room.host({ do: 'turn', userId: 'a', track: 'mic', off: true });
  room.guest('a', { do: 'turn', track: 'mic', off: true });
  room.guest('a', { do: 'turn', track: 'mic', off: false });
  const me = personAt(room.desk, 'a');
  expect(me && isOn(me.mic)).toBe(false);
  expect(me && isOn(me.camera)).toBe(true);
  expect(room.guest('b', { do: 'turn', track: 'mic', off: true })).toBe('NOT_THERE');
});

it('who is kicked may come back; who is blocked may not, by no way', () => {
  const room = new Room();
  room.green('a');
  room.air('a');
  room.host({ do: 'kick', userId: 'a' });
  expect(room.of('a').farewell).toBe('kicked');
  expect(room.arrive('a')).toBeNull();
  room.host({ do: 'block', userId: 'a' });
  expect(room.of('a').farewell).toBe('blocked');
  expect(room.arrive('a')).toBe('BLOCKED');
  expect(room.guest('a', { do: 'raise' })).toBe('BLOCKED');
  expect(room.host({ do: 'invite', userId: 'a' })).toBe('BLOCKED');
  room.host({ do: 'unblock', userId: 'a' });
  expect(room.arrive('a')).toBeNull();
});

it('the host is no guest of their own: neither invited nor blocked', () => {
  const room = new Room();
  for (const command of [{ do: 'invite' }, { do: 'block' }, { do: 'air', seat: null }] as const)
    expect(room.host({ ...command, userId: 'host' })).toBe('NOT_THERE');
  expect(room.desk).toMatchObject({ people: [], blocked: [] });
});

it('a command that comes twice is done once, also after the one who sent it left', () => {
  const room = new Room();
  room.guest('a', { do: 'raise' }, 'one');
  room.guest('a', { do: 'lower' }, 'two');
  expect(room.guest('a', { do: 'raise' }, 'one')).toBeNull();
  expect(room.of('a').me).toBeNull();
  expect(room.guest('a', { do: 'lower' }, 'two')).toBeNull();
});

it('a link opened a second time takes the place that is there', () => {
  const room = new Room();
  room.green('a');
  room.air('a');
  room.desk = gone(room.desk, 'a', room.nowMs);
  expect(room.arrive('a')).toBeNull();
  expect(room.of('a').me).toMatchObject({ stage: 'air', seat: 1, lostAtMs: null });
  for (let at = 0; at < cohostLimits.green; at++) room.arrive(`v${at}`);
  expect(room.arrive('late')).toBe('FULL');
});

it('a guest is shown nothing of the others but who is on air; the host not what was answered', () => {
  const room = new Room();
  room.green('a');
  room.guest('b', { do: 'raise' });
  expect(JSON.stringify(room.of('c'))).not.toMatch(/"[ab]"/);
  expect(Object.keys(deskSnapshot(room.desk))).not.toContain('answered');
});

it('all are sent home when the room closes', () => {
  const room = new Room();
  room.green('a');
  room.guest('b', { do: 'raise' });
  room.desk = closeDesk(room.desk);
  expect(room.desk.people).toEqual([]);
  expect(room.of('b').farewell).toBe('closed');
});

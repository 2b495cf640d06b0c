import { describe, expect, it } from 'vitest';
import type { PkCommand } from '../../../common/pk/commands.ts';
import {
  addPoints,
  back,
  closed,
  decide,
  gone,
  newHall,
  nextTickAtMs,
  openPkOf,
  type PkHall,
  snapshotOf,
  tick,
} from '../../../common/pk/hall.ts';
import { type Pk, pkLimits, remainingMs } from '../../../common/pk/pk.ts';

const rules = { roundSeconds: 60, penaltySeconds: 10, likePoints: 1 };

/** One server with the rooms a, b, c, d on air; e is not open to a PK. */
class Table {
  hall: PkHall = newHall(1);
  nowMs = 10_000;
  #commands = 0;

  say(from: string, command: PkCommand, id = `c${++this.#commands}`) {
    const { hall, refused } = decide(this.hall, from, id, command, {
      nowMs: this.nowMs,
      room: (roomId) =>
        'abcde'.includes(roomId)
          ? { roomId, userId: roomId, name: roomId, avatar: '', openToPk: roomId !== 'e' }
          : undefined,
      newId: () => `pk${this.#commands}`,
    });
    this.hall = hall;
    return refused;
  }
  wait(ms: number) {
    this.nowMs += ms;
    this.hall = tick(this.hall, this.nowMs);
  }
  points = (room: string, points: number) => {
    this.hall = addPoints(this.hall, room, points, this.nowMs);
  };
  gone = (room: string) => {
    this.hall = gone(this.hall, room, this.nowMs);
  };
  back = (room: string) => {
    this.hall = back(this.hall, room, this.nowMs);
  };
  /** The PK as the room sees it. */
  of(room: string): Pk {
    const { pk } = snapshotOf(this.hall, room);
    if (!pk) throw new Error(`${room} sees no PK`);
    return pk;
  }
  invite = (rooms: string[] = ['b']) => this.say('a', { do: 'invite', rooms, rules });
  sees = (room: string, sees = true) =>
    this.say(room, { do: 'sees', pkId: this.of(room).id, sees });
  do = (room: string, what: 'accept' | 'cancel' | 'start' | 'leave') =>
    this.say(room, { do: what, pkId: this.of(room).id });
  /** A round of these rooms runs. */
  run(rooms: string[] = ['b']) {
    this.invite(rooms);
    for (const room of rooms) this.do(room, 'accept');
    for (const room of ['a', ...rooms]) this.sees(room);
    this.do('a', 'start');
    expect(this.of('a').phase).toBe('running');
  }
}

const table = () => new Table();

describe('the invitation', () => {
  it('is accepted, both see each other, and the inviter starts', () => {
    const it = table();
    expect(it.invite()).toBeNull();
    expect(it.of('b')).toMatchObject({ phase: 'inviting', endsAtMs: 20_000 });
    expect(it.do('b', 'accept')).toBeNull();
    expect(it.of('a').phase).toBe('connecting');
    it.sees('a');
    expect(it.do('a', 'start')).toBe('WRONG_PHASE');
    it.sees('b');
    expect(it.of('a').phase).toBe('ready');
    expect(it.do('b', 'start')).toBe('NOT_INVITER');
    expect(it.do('a', 'start')).toBeNull();
    expect(it.of('b')).toMatchObject({ phase: 'running', round: 1 });
  });

  it('ends when it is declined, as busy, too late, or taken back', () => {
    const declined = table();
    declined.invite();
    declined.say('b', { do: 'decline', pkId: declined.of('b').id, busy: false });
    expect(declined.of('a')).toMatchObject({ phase: 'ended', ended: 'declined' });
    const busy = table();
    busy.invite();
    busy.say('b', { do: 'decline', pkId: busy.of('b').id, busy: true });
    expect(busy.of('a').ended).toBe('busy');
    const late = table();
    late.invite();
    late.wait(pkLimits.invitationMs);
    expect(late.of('a')).toMatchObject({ phase: 'ended', ended: 'timeout' });
    expect(late.do('b', 'accept')).toBe('NO_PK');
    const cancelled = table();
    cancelled.invite();
    expect(cancelled.do('b', 'cancel')).toBe('NOT_INVITER');
    cancelled.do('a', 'cancel');
    expect(cancelled.of('b').ended).toBe('cancelled');
  });

  it('is refused for who is busy, not open, not on air, invited twice, or oneself', () => {
    const it = table();
    expect(it.say('x', { do: 'invite', rooms: ['b'], rules })).toBe('NO_ROOM');
    expect(it.invite(['x'])).toBe('NO_ROOM');
    expect(it.invite(['e'])).toBe('BUSY');
    expect(it.invite(['a'])).toBe('INVALID');
    expect(it.invite(['b', 'b'])).toBe('INVALID');
    it.invite();
    expect(it.invite(['c'])).toBe('IN_PK');
    expect(it.say('c', { do: 'invite', rooms: ['b'], rules })).toBe('BUSY');
  });

  it('crosses another: the second to arrive finds the first', () => {
    const it = table();
    it.invite(['b']);
    expect(it.say('b', { do: 'invite', rooms: ['a'], rules })).toBe('IN_PK');
    expect(it.of('b').inviter).toBe('a');
  });

  it('goes on with those who came', () => {
    const it = table();
    it.invite(['b', 'c']);
    it.do('b', 'accept');
    it.wait(pkLimits.invitationMs);
    expect(it.of('a').phase).toBe('connecting');
    expect(it.of('a').members.map(({ out }) => out)).toEqual([null, null, 'timeout']);
    expect(openPkOf(it.hall, 'c')).toBeUndefined();
  });

  it('ends when the pictures do not come', () => {
    const it = table();
    it.invite();
    it.do('b', 'accept');
    it.sees('a');
    it.wait(pkLimits.connectMs);
    expect(it.of('a')).toMatchObject({ phase: 'ended', ended: 'noMedia' });
  });
});

describe('a command', () => {
  it('that comes twice is done once and answered alike', () => {
    const it = table();
    expect(it.say('a', { do: 'invite', rooms: ['b'], rules }, 'once')).toBeNull();
    const { id } = it.of('a');
    expect(it.say('a', { do: 'invite', rooms: ['b'], rules }, 'once')).toBeNull();
    expect(it.of('a').id).toBe(id);
    it.do('a', 'cancel');
    expect(it.say('a', { do: 'invite', rooms: ['b'], rules }, 'once')).toBeNull();
    expect(it.of('a')).toMatchObject({ id, phase: 'ended' });
  });

  it('of a stranger, or for another PK, does nothing', () => {
    const it = table();
    it.invite();
    expect(it.say('c', { do: 'accept', pkId: it.of('a').id })).toBe('NO_PK');
    expect(it.say('b', { do: 'accept', pkId: 'other' })).toBe('NO_PK');
    expect(it.of('a').phase).toBe('inviting');
  });
});

describe('a round', () => {
  it('is decided by points when its time is over, and ends after the penalty', () => {
    const it = table();
    it.run();
    it.points('a', 3);
    it.points('b', 5);
    it.wait(60_000);
    expect(it.of('a')).toMatchObject({
      phase: 'settling',
      results: [{ round: 1, by: 'score', winners: ['b'], points: { a: 3, b: 5 } }],
    });
    it.points('a', 100);
    expect(it.of('a').members[0]?.points).toBe(3);
    it.wait(10_000);
    expect(it.of('b')).toMatchObject({ phase: 'ended', ended: 'finished' });
  });

  it('can be a draw', () => {
    const it = table();
    it.run(['b', 'c']);
    it.points('a', 2);
    it.points('c', 2);
    it.wait(60_000);
    expect(it.of('b').results[0]).toMatchObject({ winners: ['a', 'c'] });
  });

  it('takes effect at its own time, however late somebody looks', () => {
    const it = table();
    it.run();
    it.points('a', 1);
    it.nowMs += 65_000;
    it.points('b', 9);
    expect(it.of('a')).toMatchObject({ phase: 'settling', results: [{ winners: ['a'] }] });
    expect(it.of('a').endsAtMs).toBe(it.nowMs + 5_000);
  });

  it('stands still while somebody is away, and goes on where it was', () => {
    const it = table();
    it.run();
    it.wait(20_000);
    it.gone('b');
    expect(it.of('a')).toMatchObject({ phase: 'running', pausedMs: 40_000, endsAtMs: null });
    it.wait(15_000);
    it.back('b');
    expect(it.of('a').pausedMs).toBe(40_000);
    it.sees('b');
    expect(it.of('a')).toMatchObject({ pausedMs: null, endsAtMs: it.nowMs + 40_000 });
    expect(remainingMs(it.of('a'), it.nowMs + 1_000)).toBe(39_000);
  });

  it('is won by who is left when the other is lost for good, or goes', () => {
    const lost = table();
    lost.run();
    lost.points('b', 50);
    lost.gone('b');
    lost.wait(pkLimits.lostMs);
    expect(lost.of('a')).toMatchObject({
      phase: 'settling',
      results: [{ by: 'forfeit', winners: ['a'], points: { a: 0, b: 50 } }],
    });
    lost.wait(10_000);
    expect(lost.of('a').ended).toBe('finished');
    const left = table();
    left.run();
    left.do('a', 'leave');
    expect(left.of('b').results[0]).toMatchObject({ by: 'forfeit', winners: ['b'] });
  });

  it('is decided as it stands when both are there and the link between them is not', () => {
    const it = table();
    it.run();
    it.points('b', 1);
    it.sees('a', false);
    it.wait(pkLimits.lostMs);
    expect(it.of('a')).toMatchObject({
      phase: 'settling',
      results: [{ by: 'score', winners: ['b'] }],
    });
  });

  it('goes on without one of three', () => {
    const it = table();
    it.run(['b', 'c']);
    it.gone('c');
    it.sees('a', false);
    it.wait(pkLimits.lostMs);
    expect(it.of('a').phase).toBe('running');
    it.sees('a');
    it.sees('b');
    expect(it.of('a').pausedMs).toBeNull();
    it.wait(60_000);
    expect(it.of('a').results[0]?.by).toBe('score');
  });

  it('is played again when all want it', () => {
    const it = table();
    it.run();
    it.points('a', 7);
    it.wait(60_000);
    const pkId = it.of('a').id;
    expect(it.say('a', { do: 'rematch', pkId, round: 1 })).toBeNull();
    expect(it.of('a').phase).toBe('settling');
    it.say('b', { do: 'rematch', pkId, round: 1 });
    expect(it.of('b')).toMatchObject({ phase: 'running', round: 2 });
    expect(it.of('b').members.map(({ points }) => points)).toEqual([0, 0]);
    expect(it.of('b').results).toHaveLength(1);
    expect(it.say('a', { do: 'rematch', pkId, round: 1 })).toBe('WRONG_PHASE');
  });

  it('ends with nobody when all are lost', () => {
    const it = table();
    it.run();
    it.gone('a');
    it.gone('b');
    it.wait(pkLimits.lostMs + 10_000);
    expect(it.of('a')).toMatchObject({ phase: 'ended', results: [{ winners: [] }] });
  });

  it('ends for a room that is closed', () => {
    const it = table();
    it.run();
    it.hall = closed(it.hall, 'a', it.nowMs);
    expect(it.of('b').results[0]).toMatchObject({ by: 'forfeit', winners: ['b'] });
  });
});

it('tells when it is due next, and forgets what ended long ago', () => {
  const it = table();
  expect(nextTickAtMs(it.hall)).toBeNull();
  it.invite();
  expect(nextTickAtMs(it.hall)).toBe(it.nowMs + pkLimits.invitationMs);
  it.do('a', 'cancel');
  it.wait(120_000);
  expect(snapshotOf(it.hall, 'a').pk).toBeNull();
  expect(nextTickAtMs(it.hall)).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { arrive, decideGuest, decideHost } from '../../../common/cohost/decide.ts';
import { cohostLimits, newDesk, personAt } from '../../../common/cohost/desk.ts';
import { readFrame } from '../../../main/cohost/frames.ts';
import { checkIce, createIce } from '../../../main/server/cohost/ice.ts';

let tickets = 0;
const context = { nowMs: 1_000, newTicket: () => `t${tickets++}` };
const who = (userId: string) => ({ userId, name: userId, avatar: '' });

describe('a desk that is as full as it can be', () => {
  it('is read by its studio, however many come by links after raising a hand', () => {
    let desk = newDesk(1);
    const raise = (userId: string) => {
      desk = decideGuest(desk, who(userId), `r${userId}`, { do: 'raise' }, context).desk;
    };
    const come = (userId: string) => {
      const arrived = arrive(desk, who(userId), context);
      desk = arrived.desk;
      return arrived.refused;
    };
    for (let at = 0; at < cohostLimits.asking; at++) raise(`a${at}`);
    for (let at = 0; at < cohostLimits.green; at++) expect(come(`g${at}`)).toBe(null);
    // A hand is no place in the green room; an invitation is one.
    for (let at = 0; at < cohostLimits.asking; at++) expect(come(`a${at}`)).toBe('FULL');
    desk = decideHost(desk, 'host', 'k', { do: 'kick', userId: 'g0' }, who, context).desk;
    const invite = { do: 'invite', userId: 'v' } as const;
    desk = decideHost(desk, 'host', 'i', invite, who, context).desk;
    expect(come('v')).toBe(null);
    expect(personAt(desk, 'v')?.stage).toBe('joining');
    const { answered, farewells, ...snapshot } = desk;
    expect(readFrame(JSON.stringify({ op: 'desk', snapshot }))).not.toBe(null);
  });
});

describe('STUN and TURN servers of a room service', () => {
  const joined = (iceServers: readonly object[]) =>
    readFrame(
      JSON.stringify({
        op: 'answer',
        call: 1,
        value: {
          ...{ as: 'host', me: { userId: 'a', name: 'A' }, iceServers, serverMs: 1 },
          room: { roomId: 'r', title: '', hostName: '' },
        },
      }),
    );

  it('are read as many as a server may have', () => {
    const stunUrls = Array.from({ length: 15 }, (_, at) => `stun:s${at}.example:3478`);
    const settings = { stunUrls, turnUrls: ['turn:t.example:3478?transport=tcp'], turnSecret: 's' };
    expect(checkIce(settings)).toBe(null);
    expect(joined(createIce(settings).serversFor('guest-1'))).not.toBe(null);
  });

  it('that no page could use are not passed on to one', () => {
    const turn = { urls: ['turn:t.example'], username: 'u', credential: 'c' };
    expect(joined([turn])).not.toBe(null);
    for (const server of [
      { ...turn, credential: '' },
      { urls: ['turn:t.example'] },
      { urls: ['https://t.example'] },
      { urls: ['stun:s.example', 'stun:s.example?transport=udp'] },
      { urls: ['stun:'] },
      { urls: [] },
    ])
      expect(joined([server])).toBe(null);
  });
});

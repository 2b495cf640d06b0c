import { castDraft } from 'immer';
import { beforeEach, expect, it } from 'vitest';
import { decideGuest } from '../../../common/cohost/decide.ts';
import { type CohostDesk, deskSnapshot, newDesk } from '../../../common/cohost/desk.ts';
import { Attention } from '../../../main/cohost/attention.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { anchor, OWN_ROOM, pkOf, studioOnAir } from '../../support/cohostSamples.ts';

let store: StudioStore;
let nowMs: number;
let heard: string[];
let desk: CohostDesk;
let tickets: number;
beforeEach(() => {
  store = new StudioStore(studioOnAir('en', {}));
  [nowMs, heard, desk, tickets] = [0, [], newDesk(1), 0];
  new Attention({
    store,
    chime: () => heard.push('chime'),
    flash: () => heard.push('flash'),
    nowMs: () => nowMs,
  });
});

const said = () => heard.splice(0);
function guest(userId: string, command: 'raise' | 'lower'): void {
  const who = { userId, name: userId, avatar: '' };
  const context = { nowMs: 1, newTicket: () => `t${tickets++}` };
  desk = decideGuest(desk, who, `c${tickets++}`, { do: command }, context).desk;
  store.session((session) => {
    session.cohost.desk = castDraft(deskSnapshot(desk));
  });
}

it('a hand calls once, many at once are one sound, and one that is raised again calls again', () => {
  guest('mei', 'raise');
  expect(said()).toEqual(['flash', 'chime']);
  guest('leo', 'raise');
  expect(said()).toEqual(['flash']);
  guest('leo', 'lower');
  expect(said()).toEqual([]);
  nowMs = 10_000;
  guest('leo', 'raise');
  expect(said()).toEqual(['flash', 'chime']);
});

it('an invitation to a PK calls whom it asks, and nobody else', () => {
  const invite = (own: 'waiting' | 'accepted', id: string) =>
    store.session((session) => {
      const members = [
        anchor('room-b', 'B', { answer: own === 'waiting' ? 'accepted' : 'waiting' }),
        anchor(OWN_ROOM, 'A', { answer: own }),
      ];
      session.cohost.pk = castDraft({ rev: 1, pk: pkOf(members, { id, phase: 'inviting' }) });
    });
  invite('accepted', 'pk1');
  expect(said()).toEqual([]);
  invite('waiting', 'pk2');
  invite('waiting', 'pk2');
  expect(said()).toEqual(['flash', 'chime']);
});

it('where it is turned off nothing calls, now or later', () => {
  store.session((session) => {
    session.cohost.callsHost = false;
  });
  guest('mei', 'raise');
  store.session((session) => {
    session.cohost.callsHost = true;
  });
  expect(said()).toEqual([]);
});

import {
  type CohostPerson,
  type DeskSnapshot,
  deskSnapshot,
  newDesk,
} from '../../common/cohost/desk.ts';
import { type CohostSession, noCohost } from '../../common/cohost/session.ts';
import type { RemoteStats } from '../../common/cohost/stage.ts';
import type { StudioState } from '../../common/ipc/contract.ts';
import type { Pk, PkMember } from '../../common/pk/pk.ts';
import { freshState } from './session.ts';

/** The room of the sample studio. */
export const OWN_ROOM = 'room-a';

/** A studio on air with its room open. */
export function studioOnAir(locale: 'zh-CN' | 'en', cohost: Partial<CohostSession>): StudioState {
  const { show, session } = freshState();
  return {
    show,
    session: {
      ...{ ...session, locale },
      live: { state: 'live', startedAtMs: Date.now() - 65_000 },
      chat: { state: 'connected' },
      room: {
        roomId: OWN_ROOM,
        info: session.roomInfo,
        state: 'active',
        inviteUrl: 'http://192.168.1.20:8080/room/room-a',
        rules: { slowModeSeconds: 0, followersOnly: false, muteAll: false, bannedWords: [] },
        stats: {
          ...{ online: 12, peakOnline: 20, averageOnline: 10, joins: 30, likes: 9 },
          ...{ messages: 4, gifts: 1, giftPoints: 10, newFollowers: 0 },
        },
      },
      cohost: { ...noCohost, link: { state: 'connected' }, clockOffsetMs: 0, ...cohost },
    },
  };
}

export const person = (
  userId: string,
  name: string,
  rest: Partial<CohostPerson> = {},
): CohostPerson => ({
  ...{ userId, name, avatar: '', way: 'hand', stage: 'asking', ticket: `t-${userId}` },
  ...{ sinceMs: Date.now(), endsAtMs: null, toAir: false, seat: null },
  ...{ media: false, lostAtMs: null },
  mic: { guest: false, host: false },
  camera: { guest: false, host: false },
  ...rest,
});

export const deskOf = (people: readonly CohostPerson[], rest: Partial<DeskSnapshot> = {}) => ({
  ...deskSnapshot(newDesk(1)),
  people,
  ...rest,
});

export const stats = (rest: Partial<RemoteStats> = {}): RemoteStats => ({
  ...{ state: 'connected', inKbps: 1_240, outKbps: 600, loss: 0.003, rttMs: 38 },
  ...{ width: 1280, height: 720, fps: 30, freezeMs: 0, delayMs: 210, speaking: false },
  ...rest,
});

export const anchor = (roomId: string, name: string, rest: Partial<PkMember> = {}): PkMember => ({
  ...{ roomId, userId: roomId, name, avatar: '', answer: 'accepted' },
  readiness: {
    ...{ headroomKbps: 4_200, loudnessLufs: -18.5, clockOffsetMs: 12 },
    ...{ width: 1280, height: 720 },
  },
  ...{ sees: true, lostAtMs: null, out: null, points: 0, rematch: false },
  ...rest,
});

export const pkOf = (members: readonly PkMember[], rest: Partial<Pk> = {}): Pk => ({
  ...{ id: 'pk1', inviter: 'room-b', phase: 'inviting', members, round: 0 },
  rules: { roundSeconds: 300, penaltySeconds: 60, likePoints: 1 },
  ...{ endsAtMs: null, pausedMs: null, blindAtMs: null, results: [], ended: null },
  ...rest,
});

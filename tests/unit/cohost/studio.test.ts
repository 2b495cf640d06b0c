import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteStats } from '../../../common/cohost/stage.ts';
import type { CohostClientFrame, CohostServerFrame } from '../../../common/cohost/wire.ts';
import { ok } from '../../../common/result.ts';
import { CohostStudio } from '../../support/cohostStudio.ts';
import { DeskServer } from '../../support/deskServer.ts';
import { until } from '../../support/nginxRtmp.ts';

const ROOM = 'room-a';
const rules = { roundSeconds: 60, penaltySeconds: 10, likePoints: 1 };

let server: DeskServer;
let studio: CohostStudio;

async function connected(): Promise<void> {
  await until(() => studio.session.link.state === 'connected', 'a connection');
  await until(() => studio.session.desk !== null, 'a desk');
}

beforeEach(async () => {
  server = new DeskServer();
  await server.start();
  studio = new CohostStudio(server.origin);
});
afterEach(async () => {
  studio.cohost.stop();
  await server.stop();
});

describe('the link', () => {
  it('stands while the room is open, and leaves nothing behind', async () => {
    expect(studio.session.link).toEqual({ state: 'off' });
    expect(await studio.cohost.host({ do: 'open', open: true })).toMatchObject({
      error: { code: 'ROOM_MISSING' },
    });
    server.aheadMs = 5_000;
    studio.room(ROOM);
    await connected();
    expect(studio.session.desk).toMatchObject({ seats: 3, open: true });
    await until(() => studio.session.clockOffsetMs !== null, 'a clock offset');
    // Asked four times; a shared machine may hold one of them up, not the quickest.
    expect(Math.abs((studio.session.clockOffsetMs ?? 0) - 5_000)).toBeLessThan(2_000);
    server.arrives('g');
    await until(() => studio.people.length === 1, 'a guest');
    studio.room(null);
    await until(() => studio.session.link.state === 'off', 'the end');
    expect(studio.session).toMatchObject({ desk: null, pk: null, clockOffsetMs: null });
    expect(studio.people).toEqual([]);
    await until(() => server.connections === 0, 'no connection');
  });

  it('comes back by itself, and goes on where it was', async () => {
    studio.room(ROOM);
    await connected();
    server.cut();
    await until(() => studio.session.link.state !== 'connected', 'the loss');
    // What is shown stays: the server says what is true of it when it is back.
    expect(studio.session.desk).not.toBeNull();
    server.desk = { ...server.desk, rev: server.desk.rev + 1, seats: 6 };
    await until(() => studio.session.desk?.seats === 6, 'the desk of now');
    expect(studio.session.link).toEqual({ state: 'connected' });
  });

  it('asks for another token where the first does not hold any more', async () => {
    studio.token = 'old';
    studio.room(ROOM);
    await connected();
    expect(studio.forgotten).toBe(1);
  });

  it('says so where the room service has no desk, and where another studio has taken it', async () => {
    studio.origin = `${server.origin}/elsewhere`;
    studio.room(ROOM);
    await until(() => studio.session.link.state === 'failed', 'the refusal');
    expect(studio.session.link).toMatchObject({ error: { code: 'COHOST_MISSING' } });
    expect(await studio.cohost.host({ do: 'open', open: true })).toMatchObject({
      error: { code: 'COHOST_MISSING' },
    });
    studio.origin = server.origin;
    studio.cohost.retry();
    await connected();
    server.send({ op: 'gone', why: 'elsewhere' });
    await until(() => studio.session.link.state === 'failed', 'the other studio');
    expect(studio.session.link).toMatchObject({ error: { code: 'COHOST_ELSEWHERE' } });
  });

  it('waits for a server that is not there yet', async () => {
    studio.origin = null;
    studio.room(ROOM);
    await until(() => {
      const { link } = studio.session;
      return link.state === 'connecting' && link.error?.code === 'SERVER_LOST';
    }, 'why there is none');
    studio.origin = server.origin;
    studio.cohost.retry();
    await connected();
  });

  it('drops frames that are none', async () => {
    studio.room(ROOM);
    await connected();
    const { desk } = studio.session;
    if (!desk) throw new Error('no desk');
    const many = Array.from({ length: 2_000 }, (_, at) => ({ userId: `b${at}`, name: 'B' }));
    server.send({ op: 'desk', snapshot: { ...desk, rev: desk.rev + 1, blocked: many } });
    server.send({ op: 'nonsense' } as never);
    server.desk = { ...server.desk, rev: server.desk.rev + 2, seats: 8 };
    server.tell();
    await until(() => studio.session.desk?.seats === 8, 'the next one');
    expect(studio.session.desk?.blocked).toEqual([]);
  });
});

describe('a guest', () => {
  it('comes in, is seen by the stage, and goes on air', async () => {
    studio.room(ROOM);
    await connected();
    server.arrives('ann');
    await until(() => studio.people.length === 1, 'the stage to be told');
    expect(studio.people).toEqual([
      {
        ...{ id: 'guest:ann', name: 'ANN', seat: null, micOff: false, cameraOff: false },
        offers: true,
      },
    ]);
    const last = studio.orders.at(-1);
    expect(last?.type === 'people' && last.iceServers).toEqual([{ urls: ['stun:127.0.0.1:3478'] }]);
    studio.cohost.take({ type: 'media', id: 'guest:ann', up: true });
    await until(() => studio.person('ann')?.stage === 'green', 'the green room');
    expect(await studio.cohost.host({ do: 'air', userId: 'ann', seat: null })).toEqual(ok(null));
    expect(
      await studio.cohost.host({ do: 'turn', userId: 'ann', track: 'mic', off: true }),
    ).toEqual(ok(null));
    await until(() => studio.people[0]?.micOff === true, 'the microphone off');
    expect(studio.people[0]).toMatchObject({ seat: 1, micOff: true, cameraOff: false });
    expect(await studio.cohost.host({ do: 'kick', userId: 'bob' })).toMatchObject({
      error: { code: 'COHOST_REFUSED', detail: { what: 'cohostNOT_THERE' } },
    });
    expect(await studio.cohost.host({ do: 'kick', userId: 'ann' })).toEqual(ok(null));
    await until(() => studio.people.length === 0, 'the stage without her');
  });

  it('is told to the server again when it has forgotten that her picture is there', async () => {
    studio.room(ROOM);
    await connected();
    server.arrives('ann');
    await until(() => studio.people.length === 1, 'the stage to be told');
    studio.cohost.take({ type: 'media', id: 'guest:ann', up: true });
    await until(() => studio.person('ann')?.media === true, 'her picture');
    const people = server.desk.people.map((it) => ({ ...it, media: false }));
    server.desk = { ...server.desk, rev: server.desk.rev + 1, people };
    server.tell();
    await until(() => server.desk.people[0]?.media === true, 'the picture again');
    // Another stage has nobody until it says so.
    studio.cohost.stageLoaded();
    expect(studio.orders.at(-1)).toMatchObject({ type: 'people', people: [{ id: 'guest:ann' }] });
    await until(() => server.desk.people[0]?.media === false, 'no picture');
  });

  it('speaks with the stage through the server, and nobody else does', async () => {
    studio.room(ROOM);
    await connected();
    server.arrives('ann');
    await until(() => studio.people.length === 1, 'the stage to be told');
    const offer = { type: 'offer', connection: 'c1', sdp: 'v=0' } as const;
    studio.cohost.take({ type: 'signal', id: 'guest:ann', signal: offer });
    studio.cohost.take({ type: 'signal', id: 'guest:eve', signal: offer });
    await until(() => server.heard.some(({ op }) => op === 'signal'), 'the offer');
    server.send({ op: 'signal', from: { user: 'eve' }, signal: { type: 'ready' } });
    server.send({ op: 'signal', from: { user: 'ann' }, signal: { type: 'ready' } });
    await until(() => studio.orders.some(({ type }) => type === 'signal'), 'the answer');
    expect(server.heard.filter(({ op }) => op === 'signal')).toEqual([
      { op: 'signal', to: { user: 'ann' }, signal: offer },
    ]);
    expect(studio.orders.filter(({ type }) => type === 'signal')).toEqual([
      { type: 'signal', id: 'guest:ann', signal: { type: 'ready' } },
    ]);
  });

  it('is put out when she sends far more than was asked for, and kept out the second time', async () => {
    studio.room(ROOM);
    await connected();
    const flood = () =>
      studio.cohost.take({ type: 'flood', id: 'guest:ann', kbps: 9_000, allowedKbps: 1_264 });
    flood();
    expect(studio.store.state.session.notices).toEqual([]);
    for (const isBlocked of [false, true]) {
      server.arrives('ann');
      await until(() => studio.people.length === 1, 'the stage to be told');
      flood();
      await until(() => studio.people.length === 0, 'the empty seat');
      expect(server.desk.blocked.some(({ userId }) => userId === 'ann')).toBe(isBlocked);
    }
    expect(studio.store.state.session.notices).toMatchObject([
      { id: 'flood:guest:ann', error: { code: 'GUEST_FLOOD', detail: { kbps: 9_000 } } },
    ]);
  });

  it('has statistics in the session, for as long as she is there', async () => {
    studio.room(ROOM);
    await connected();
    server.arrives('ann');
    await until(() => studio.people.length === 1, 'the stage to be told');
    const stats: RemoteStats = {
      ...{ state: 'connected', inKbps: 900, outKbps: 500, loss: 0.01, rttMs: 20 },
      ...{ width: 640, height: 360, fps: 30, freezeMs: 0, delayMs: 120, speaking: true },
    };
    studio.cohost.take({ type: 'stats', stats: { 'guest:ann': stats, 'guest:eve': stats } });
    expect(studio.session.stats).toEqual({ 'guest:ann': stats });
    // More than one a second is not drawn.
    studio.cohost.take({ type: 'stats', stats: {} });
    expect(studio.session.stats).toEqual({ 'guest:ann': stats });
    studio.cohost.take({ type: 'mixMinus', id: 'guest:ann', clean: true });
    expect(studio.session.mixMinus).toEqual({ 'guest:ann': true });
  });
});

describe('commands', () => {
  it('are done once each, however many frames are lost and connections cut', async () => {
    studio.room(ROOM);
    await connected();
    let frames = 0;
    // Every third command and every second answer does not arrive.
    server.passes = (frame: CohostClientFrame | CohostServerFrame) => {
      frames += 1;
      if (frame.op === 'host') return frames % 3 !== 0;
      return frame.op === 'answered' ? frames % 2 !== 0 : true;
    };
    const wanted = [4, 5, 6, 7];
    const commands = wanted.map((seats) => studio.cohost.host({ do: 'seats', seats }));
    server.cut();
    expect(await Promise.all(commands)).toEqual(wanted.map(() => ok(null)));
    server.passes = () => true;
    const done = server.done.filter((it) => it === 'seats');
    expect(done).toHaveLength(wanted.length);
    server.tell();
    await until(() => studio.session.desk?.seats === server.desk.seats, 'the same desk');
  });

  it('that wait when the room closes are not done', async () => {
    studio.room(ROOM);
    await connected();
    server.passes = ({ op }) => op !== 'host';
    const waiting = studio.cohost.host({ do: 'open', open: false });
    await until(() => studio.session.link.state === 'connected', 'the connection');
    studio.room(null);
    expect(await waiting).toMatchObject({ error: { code: 'DISCONNECTED' } });
    expect(server.desk.open).toBe(true);
  });
});

describe('a PK', () => {
  it('is got ready, told to the stage, and seen', async () => {
    studio.room(ROOM);
    await connected();
    await until(() => studio.session.clockOffsetMs !== null, 'a clock offset');
    expect(await studio.cohost.pk({ do: 'invite', rooms: ['room-b'], rules })).toEqual(ok(null));
    const own = () => studio.session.pk?.pk?.members[0];
    await until(() => Boolean(own()?.readiness), 'the own readiness');
    expect(own()?.readiness).toMatchObject({ loudnessLufs: -18.5, headroomKbps: null });
    expect(studio.people).toEqual([]);
    const pkId = studio.session.pk?.pk?.id ?? '';
    server.anchor('room-b', { do: 'accept', pkId });
    await until(() => studio.people.length === 1, 'the stage to be told');
    expect(studio.people).toEqual([
      {
        ...{ id: 'room:room-b', name: 'room-b', seat: 9, micOff: false, cameraOff: false },
        offers: true,
      },
    ]);
    studio.cohost.take({ type: 'media', id: 'room:room-b', up: true });
    await until(() => own()?.sees === true, 'that it sees the other');
    server.anchor('room-b', { do: 'sees', pkId, sees: true });
    await until(() => studio.session.pk?.pk?.phase === 'ready', 'all to see each other');
    expect(await studio.cohost.pk({ do: 'start', pkId })).toEqual(ok(null));
    server.points('room-b', 7);
    await until(() => studio.session.pk?.pk?.members[1]?.points === 7, 'the points');
    // The picture is gone for a moment: the server stops the clock.
    studio.cohost.take({ type: 'media', id: 'room:room-b', up: false });
    await until(() => studio.session.pk?.pk?.blindAtMs !== null, 'the clock to stand');
    expect(await studio.cohost.pk({ do: 'leave', pkId })).toEqual(ok(null));
    await until(() => studio.people.length === 0, 'the stage alone again');
  });
});

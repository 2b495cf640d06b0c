import { beforeEach, describe, expect, it } from 'vitest';
import type { OutputOrder } from '../../../common/ipc/output.ts';
import type { DestinationStatus, RecordingStatus } from '../../../common/live/telemetry.ts';
import { Broadcast } from '../../../main/live/broadcast.ts';
import { plainTarget } from '../../../main/live/targets.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';

const targets = [
  plainTarget('one', 'rtmp://127.0.0.1/live/a'),
  plainTarget('two', 'rtmp://127.0.0.1/live/b'),
];

let store: StudioStore;
let broadcast: Broadcast;
/** What main did, in order, in a few letters. */
let log: string[];

/** Lets everything that waits for a promise go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const destination = (id: string, status: DestinationStatus) =>
  broadcast.take({ type: 'destination', id, status });
const recording = (status: RecordingStatus) => broadcast.take({ type: 'recording', status });
const live = () => store.state.session.live.state;

function tell(order: OutputOrder): void {
  if ('id' in order) log.push(`${order.type} ${order.id}`);
  else if (order.type === 'startRecording') log.push(`${order.type} ${order.file}`);
  else log.push(order.type);
}

beforeEach(() => {
  log = [];
  store = new StudioStore(freshState());
  broadcast = new Broadcast({
    store,
    order: tell,
    encode: (on) => log.push(on ? 'encode' : 'drain'),
  });
});

async function goLive(): Promise<void> {
  const started = broadcast.start(targets, null);
  for (const { id } of targets) destination(id, { state: 'live' });
  expect(await started).toEqual({ ok: true, value: null });
}

async function record(file = 'a.mp4'): Promise<void> {
  const started = broadcast.startRecording(file);
  recording({ state: 'recording', file });
  expect((await started).ok).toBe(true);
}

describe('starting', () => {
  it('lets frames flow only when every destination has answered, so that each gets the first', async () => {
    const started = broadcast.start(targets, null);
    destination('one', { state: 'live' });
    await settle();
    expect(live()).toBe('starting');
    expect(log).not.toContain('encode');
    destination('two', { state: 'failed', error: { code: 'REFUSED', message: 'no' } });
    expect((await started).ok).toBe(true);
    expect(live()).toBe('live');
    expect(log).toEqual(['startDestination one', 'startDestination two', 'encode']);
  });

  it('fails with the first reason when no destination takes it, and encodes nothing', async () => {
    const error = { code: 'AUTH', message: 'key refused' } as const;
    const started = broadcast.start(targets, null);
    for (const { id } of targets) destination(id, { state: 'failed', error });
    expect(await started).toEqual({ ok: false, error });
    expect(store.state.session.live).toEqual({ state: 'failed', error });
    expect(log).not.toContain('encode');
    // It may be tried again.
    await goLive();
    expect(live()).toBe('live');
  });

  it('twice is refused the second time, and connects once', async () => {
    const first = broadcast.start(targets, null);
    expect(await broadcast.start(targets, null)).toMatchObject({ error: { code: 'BUSY' } });
    for (const { id } of targets) destination(id, { state: 'live' });
    expect((await first).ok).toBe(true);
    expect(log.filter((line) => line === 'startDestination one')).toHaveLength(1);
  });

  it('can be stopped while it connects', async () => {
    const started = broadcast.start(targets, null);
    const stopped = broadcast.stopAll();
    await settle();
    for (const { id } of targets) destination(id, { state: 'stopped' });
    await Promise.all([started, stopped]);
    expect(live()).toBe('idle');
    expect(log).not.toContain('encode');
    expect(broadcast.encoding).toBe(false);
  });
});

describe('one destination', () => {
  it('leaves while the show and the others go on', async () => {
    await goLive();
    broadcast.leave('one');
    destination('one', { state: 'stopped' });
    expect(log.filter((line) => line.startsWith('stopDestination'))).toEqual([
      'stopDestination one',
    ]);
    expect(live()).toBe('live');
    expect(broadcast.encoding).toBe(true);
  });

  it('joins a show that is on air, and none that is not', async () => {
    expect(broadcast.join(plainTarget('three', 'rtmp://127.0.0.1/live/three'))).toBe(false);
    await goLive();
    expect(broadcast.join(plainTarget('three', 'rtmp://127.0.0.1/live/three'))).toBe(true);
    expect(log).toContain('startDestination three');
  });
});

describe('what could not be made', () => {
  const error = { code: 'KEY_MISSING', message: 'no key' } as const;

  it('fails alone, and says why', async () => {
    const started = broadcast.start(targets, null, [{ id: 'three', error }]);
    for (const { id } of targets) destination(id, { state: 'live' });
    expect(await started).toEqual({ ok: true, value: null });
    expect(store.state.session.destinations['three']).toEqual({ state: 'failed', error });
    expect(log.filter((line) => line.includes('three'))).toEqual([]);
  });

  it('fails the start where there is nothing else, and leaves a show on air as it is', async () => {
    expect(await broadcast.start([], null, [{ id: 'three', error }])).toEqual({ ok: false, error });
    expect(store.state.session).toMatchObject({
      live: { state: 'failed', error },
      destinations: { three: { state: 'failed', error } },
    });
    expect(broadcast.encoding).toBe(false);
    await goLive();
    expect(await broadcast.start([], null, [{ id: 'three', error }])).toMatchObject({ ok: false });
    expect(store.state.session.destinations['one']).toEqual({ state: 'live' });
  });
});

describe('a URL that is renewed', () => {
  const fresh = { ...plainTarget('one', 'rtmp://127.0.0.1/live/fresh'), token: 'token' };

  it('is used from the next connection on, also by another output process', async () => {
    const orders: OutputOrder[] = [];
    const events: string[] = [];
    broadcast = new Broadcast({ store, order: (order) => orders.push(order), encode: () => {} });
    expect(broadcast.renew(fresh)).toBe(false);
    await goLive();
    const take = broadcast.take.bind(broadcast);
    broadcast.take = (event) => {
      if (event.type === 'delivery') events.push(`${event.event.kind} ${event.id}`);
      take(event);
    };
    orders.length = 0;
    expect(broadcast.renew(fresh)).toBe(true);
    const { url, backupUrl, token } = fresh;
    expect(orders).toEqual([{ type: 'renewDestination', id: 'one', url, backupUrl, token }]);
    expect(events).toEqual(['renewed one']);
    broadcast.outputLost();
    broadcast.resume();
    expect(orders.at(-2)).toMatchObject({ type: 'startDestination', id: 'one', url });
  });

  it('a file goes on beside the one that was lost', async () => {
    const orders: OutputOrder[] = [];
    broadcast = new Broadcast({ store, order: (order) => orders.push(order), encode: () => {} });
    const file = { ...plainTarget('one', '/recordings/a.mp4'), kind: 'file' as const };
    const started = broadcast.start([file], null);
    destination('one', { state: 'live' });
    await started;
    broadcast.outputLost();
    broadcast.resume();
    const last = orders.at(-1);
    expect(last?.type === 'startDestination' && last.url).toMatch(
      /^\/recordings\/a\.part-[0-9a-f]{4}\.mp4$/,
    );
  });
});

describe('stopping', () => {
  it('sends what the encoders hold before it takes leave', async () => {
    await goLive();
    const stopped = broadcast.stopAll();
    await settle();
    expect(log.at(-1)).toBe('drain');
    broadcast.take({ type: 'drained' });
    await settle();
    expect(log.slice(-2)).toEqual(['stopDestination one', 'stopDestination two']);
    for (const { id } of targets) destination(id, { state: 'stopped' });
    await stopped;
    expect(live()).toBe('idle');
  });

  it('twice does not cut the first short', async () => {
    await goLive();
    const clicks = [broadcast.stopAll(), broadcast.stopAll()];
    let over = 0;
    for (const click of clicks) void click.then(() => over++);
    await settle();
    expect(log).not.toContain('stopDestination one');
    broadcast.take({ type: 'drained' });
    await settle();
    expect(log.filter((line) => line === 'stopDestination one')).toHaveLength(1);
    expect(over).toBe(0);
    for (const { id } of targets) destination(id, { state: 'stopped' });
    await Promise.all(clicks);
    expect(live()).toBe('idle');
  });

  it('of the recording and the broadcast at once stops the encoders, in either order', async () => {
    for (const recordingFirst of [true, false]) {
      await goLive();
      await record();
      const first = recordingFirst ? broadcast.stopRecording() : broadcast.stopAll();
      const second = recordingFirst ? broadcast.stopAll() : broadcast.stopRecording();
      await settle();
      broadcast.take({ type: 'drained' });
      await settle();
      for (const { id } of targets) destination(id, { state: 'stopped' });
      recording({ state: 'finished', file: 'a.mp4' });
      await Promise.all([first, second]);
      expect(broadcast.encoding).toBe(false);
      expect(live()).toBe('idle');
    }
  });

  it('everything waits for a recording that is already being finished', async () => {
    await record();
    const stopped = broadcast.stopRecording();
    broadcast.take({ type: 'drained' });
    await settle();
    recording({ state: 'finishing', file: 'a.mp4' });
    let over = false;
    const all = broadcast.stopAll().then(() => {
      over = true;
    });
    await settle();
    expect(over).toBe(false);
    recording({ state: 'finished', file: 'a.mp4' });
    await Promise.all([all, stopped]);
    expect(log.filter((line) => line === 'stopRecording')).toHaveLength(1);
  });
});

describe('recording', () => {
  it('started twice at once runs once', async () => {
    const first = broadcast.startRecording('a.mp4');
    expect(await broadcast.startRecording('b.mp4')).toMatchObject({ error: { code: 'BUSY' } });
    recording({ state: 'recording', file: 'a.mp4' });
    expect((await first).ok).toBe(true);
    expect(log).toEqual(['startRecording a.mp4', 'encode']);
  });

  it('that fails is not taken up again, and nothing is encoded for nobody', async () => {
    await record();
    const error = { code: 'DISK_FULL', message: 'full' } as const;
    recording({ state: 'failed', file: 'a.mp4', error });
    expect(log.at(-1)).toBe('drain');
    log.length = 0;
    broadcast.resume();
    expect(log).toEqual([]);
    await record('b.mp4');
    expect(log).toEqual(['startRecording b.mp4', 'encode']);
  });

  it('that fails while on air leaves the broadcast running', async () => {
    await goLive();
    await record();
    recording({ state: 'failed', file: 'a.mp4', error: { code: 'DISK_FULL', message: 'full' } });
    expect(broadcast.encoding).toBe(true);
    const stopped = broadcast.stopAll();
    broadcast.take({ type: 'drained' });
    await settle();
    for (const { id } of targets) destination(id, { state: 'stopped' });
    await stopped;
    expect(broadcast.encoding).toBe(false);
  });

  it('goes on in a file beside the first when the output process was lost', async () => {
    await goLive();
    await record('/r/show.mp4');
    log.length = 0;
    broadcast.resume();
    expect(log.slice(0, 2)).toEqual(['startDestination one', 'startDestination two']);
    expect(log[2]).toMatch(/^startRecording \/r\/show\.part-[0-9a-f]{4}\.mp4$/);
    log.length = 0;
    broadcast.resume();
    expect(log[2]).toMatch(/^startRecording \/r\/show\.part-[0-9a-f]{4}\.mp4$/);
  });
});

describe('an output process that is lost', () => {
  const lost = { state: 'failed', error: { code: 'OUTPUT_LOST' } };

  it('while it runs is taken up again by the next one', async () => {
    await goLive();
    await record();
    broadcast.outputLost();
    expect(store.state.session.destinations['one']?.state).toBe('reconnecting');
    expect(store.state.session.recording.state).toBe('recording');
  });

  it('with the last frames ends what it was to end as failed, at once', async () => {
    await goLive();
    await record();
    const stopped = broadcast.stopAll();
    await settle();
    broadcast.outputLost();
    await stopped;
    expect(live()).toBe('idle');
    expect(store.state.session.destinations['one']).toMatchObject(lost);
    expect(store.state.session.recording).toMatchObject(lost);
  });

  it('while it takes leave or finishes the recording is not waited for', async () => {
    await goLive();
    await record();
    const stopped = broadcast.stopAll();
    broadcast.take({ type: 'drained' });
    await settle();
    destination('one', { state: 'stopped' });
    recording({ state: 'finishing', file: 'a.mp4' });
    broadcast.outputLost();
    await stopped;
    expect(store.state.session.destinations).toMatchObject({
      one: { state: 'stopped' },
      two: lost,
    });
    expect(store.state.session.recording).toMatchObject(lost);
    log.length = 0;
    broadcast.resume();
    expect(log).toEqual([]);
  });

  it('and is not back yet when all is told to end is not waited for either', async () => {
    await goLive();
    await record();
    broadcast.outputLost();
    const stopped = broadcast.stopAll();
    broadcast.take({ type: 'drained' });
    await settle();
    broadcast.resume();
    await stopped;
    expect(store.state.session.recording).toMatchObject(lost);
  });
});

it('asks the output for its counters and takes the answer to this question', async () => {
  const asked = broadcast.figures();
  const figures = { videoFrames: 1, audioFrames: 2, durationMs: 3, bytes: 4 };
  const answer = { destinations: {}, recording: figures, received: { video: 5, audio: 6 } };
  broadcast.take({ type: 'figures', requestId: 99, ...answer, received: { video: 0, audio: 0 } });
  broadcast.take({ type: 'figures', requestId: 1, ...answer });
  expect(await asked).toMatchObject(answer);
});

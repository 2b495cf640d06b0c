import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OutputEvent } from '../../../common/ipc/output.ts';
import type { DestinationFigures } from '../../../common/live/telemetry.ts';
import type { EncodedPacket, TrackFormat } from '../../../common/media/packet.ts';
import { plainTarget } from '../../../main/live/targets.ts';
import {
  createPublisher,
  type PublisherOptions,
  publisherFrom,
} from '../../../main/output/publishers.ts';
import { OutputService, type Port } from '../../../main/output/service.ts';
import { countOf, makeProgramme, type Programme } from '../../support/packets.ts';
import { decode, probe } from '../../support/probe.ts';

let folder: string;
let programme: Programme;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-'));
  programme = await makeProgramme(folder, { seconds: 4 });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Keeps what it is given; goes live at once. */
class MemoryPublisher {
  readonly formats: TrackFormat[] = [];
  readonly packets: EncodedPacket[] = [];
  retries = 0;
  readonly options: PublisherOptions;
  constructor(options: PublisherOptions) {
    this.options = options;
  }
  start() {
    this.options.onStatus({ state: 'live' });
  }
  setFormat(format: TrackFormat) {
    this.formats.push(format);
  }
  write(packet: EncodedPacket) {
    if (this.packets.push(packet) === 1) this.options.onFirstPacket();
  }
  retryNow() {
    this.retries += 1;
  }
  networkUp() {
    this.retries += 1;
  }
  async stop() {
    this.options.onStatus({ state: 'stopped' });
  }
  get figures(): DestinationFigures {
    const zero = { connectMs: 0, videoPacketsSent: 0, audioPacketsSent: 0, bytesSent: 0 };
    const unknown = { ackedBps: -1, rttMs: -1, rung: null };
    const none = { bytesAcknowledged: 0, dropped: 0, reconnects: 0, offAirMs: 0 };
    return {
      ...zero,
      ...none,
      packetsSent: this.packets.length,
      sendBps: 0,
      queueMs: 0,
      ...unknown,
    };
  }
}

/** Electron's ports hand an event to their listeners, Node's the data itself. */
function asElectronPort(port: MessagePort): Port {
  ends.push(() => port.close());
  return {
    on: (_, listener) => port.on('message', (data) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

function setUp() {
  const events: OutputEvent[] = [];
  const publishers: MemoryPublisher[] = [];
  const service = new OutputService({
    post: (event) => events.push(event),
    createPublisher: publisherFrom({
      rtmp: {
        schemes: ['memory'],
        create: (options) => {
          const publisher = new MemoryPublisher(options);
          publishers.push(publisher);
          return publisher;
        },
      },
    }),
  });
  ends.push(() => service.close());
  return { events, publishers, service };
}

function attachStage(service: OutputService) {
  const { port1, port2 } = new MessageChannel();
  const told: unknown[] = [];
  port1.on('message', (message) => told.push(message));
  ends.push(() => port1.close());
  service.handle({ type: 'attachStage' }, asElectronPort(port2));
  const send = (format: TrackFormat) => port1.postMessage({ type: 'format', format });
  return {
    told,
    port: port1,
    sendFormats: () => [programme.video, programme.audio].forEach(send),
    sendPackets: () => {
      for (const packet of programme.packets) {
        const data = packet.data.slice();
        port1.postMessage({ type: 'packet', packet: { ...packet, data } }, [data.buffer]);
      }
    },
  };
}

const recordingStates = (events: readonly OutputEvent[]) =>
  events.flatMap((event) => (event.type === 'recording' ? [event.status.state] : []));

describe('OutputService', () => {
  it('takes packets from the stage port to every destination and into a file', async () => {
    const { events, publishers, service } = setUp();
    const stage = attachStage(service);
    stage.sendFormats();
    const file = join(folder, 'show.mp4');
    service.handle({ type: 'startRecording', file });
    service.handle({ type: 'startDestination', ...plainTarget('a', 'memory://one/key') });
    service.handle({ type: 'startDestination', ...plainTarget('b', 'memory://two/key') });
    await expect.poll(() => recordingStates(events)).toEqual(['recording']);
    await expect.poll(() => stage.told).toContainEqual({ type: 'keyframeWanted' });
    stage.sendPackets();
    const count = programme.packets.length;
    await expect
      .poll(() => publishers.map(({ packets }) => packets.length))
      .toEqual([count, count]);
    expect(publishers[0]?.formats).toEqual([programme.video, programme.audio]);
    expect(publishers[0]?.packets[5]?.data).toBeInstanceOf(Uint8Array);

    service.handle({ type: 'stopRecording' });
    await expect
      .poll(() => recordingStates(events))
      .toEqual(['recording', 'finishing', 'finished']);
    expect(await probe(file)).toMatchObject({
      videoFrames: 120,
      audioFrames: countOf(programme, 'audio'),
    });
    await decode(file);

    service.handle({ type: 'stopDestination', id: 'a' });
    await expect
      .poll(() => events)
      .toContainEqual({ type: 'destination', id: 'a', status: { state: 'stopped' } });
    service.handle({ type: 'getFigures', requestId: 7 });
    expect(events.at(-1)).toMatchObject({
      type: 'figures',
      requestId: 7,
      destinations: { a: { packetsSent: count }, b: { packetsSent: count } },
      recording: { videoFrames: 120, audioFrames: countOf(programme, 'audio') },
    });
    expect(events.filter(({ type }) => type === 'firstPacket')).toHaveLength(1);
  });

  it('listens to the newest stage only', async () => {
    const { publishers, service } = setUp();
    service.handle({ type: 'startDestination', ...plainTarget('a', 'memory://one/key') });
    const old = attachStage(service);
    const young = attachStage(service);
    old.sendFormats();
    old.sendPackets();
    young.sendFormats();
    young.sendPackets();
    await expect.poll(() => publishers[0]?.packets.length).toBe(programme.packets.length);
    expect(publishers[0]?.formats).toHaveLength(2);
  });

  it('tells the figures to the window twice a second', async () => {
    const { service } = setUp();
    const { port1, port2 } = new MessageChannel();
    const told: unknown[] = [];
    port1.on('message', (message) => told.push(message));
    ends.push(() => port1.close());
    service.handle({ type: 'attachUi' }, asElectronPort(port2));
    service.handle({ type: 'startDestination', ...plainTarget('a', 'memory://one/key') });
    await expect.poll(() => told.length).toBeGreaterThan(1);
    expect(told[0]).toMatchObject({
      destinations: { a: { packetsSent: 0 } },
      recording: { videoFrames: 0 },
    });
  });

  it('refuses an unknown protocol without telling the key', () => {
    const { events, service } = setUp();
    service.handle({
      type: 'startDestination',
      ...plainTarget('a', 'ftp://host/app/key?txSecret=1'),
    });
    expect(events).toMatchObject([
      { id: 'a', status: { state: 'failed', error: { code: 'URL_INVALID' } } },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/key|txSecret/);
  });

  it('has no picture encoded for WHIP alone, and has it again for a file beside it', async () => {
    const service = new OutputService({ post: () => {}, createPublisher });
    ends.push(() => service.close());
    const stage = attachStage(service);
    const whip = { ...plainTarget('w', 'http://127.0.0.1:1/whip'), kind: 'whip' } as const;
    service.handle({ type: 'startDestination', ...whip });
    stage.sendFormats();
    await expect.poll(() => stage.told).toContainEqual({ type: 'lanes', main: false, lanes: [] });
    const file = join(folder, 'beside.mp4');
    service.handle({ type: 'startDestination', ...plainTarget('f', file), kind: 'file' });
    await expect
      .poll(() => stage.told.at(-1))
      .toEqual(expect.objectContaining({ type: 'lanes', main: true }));
  });

  it('starts a destination once, and anew after it was stopped', async () => {
    const { publishers, service } = setUp();
    const start = () =>
      service.handle({ type: 'startDestination', ...plainTarget('a', 'memory://one/key') });
    start();
    start();
    expect(publishers).toHaveLength(1);
    service.handle({ type: 'networkUp' });
    service.handle({ type: 'retryNow', id: 'a' });
    expect(publishers[0]?.retries).toBe(2);
    service.handle({ type: 'stopDestination', id: 'a' });
    start();
    expect(publishers).toHaveLength(2);
  });

  it('finishes the recording when it is closed', async () => {
    const { events, service } = setUp();
    const stage = attachStage(service);
    stage.sendFormats();
    const file = join(folder, 'closed.mp4');
    service.handle({ type: 'startRecording', file });
    await expect.poll(() => recordingStates(events)).toEqual(['recording']);
    service.handle({ type: 'startRecording', file: join(folder, 'second.mp4') });
    expect(events.at(-1)).toMatchObject({ status: { state: 'failed', error: { code: 'BUSY' } } });
    stage.sendPackets();
    await expect.poll(() => service.figures().recording.videoFrames).toBe(120);
    await service.close();
    expect((await probe(file)).videoFrames).toBe(120);
  });
});

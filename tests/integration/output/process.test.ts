import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OutputEvent } from '../../../common/ipc/output.ts';
import { bundle } from '../../support/bundle.ts';
import type { ChildMessage } from '../../support/outputChild.ts';
import { makeProgramme, type Programme } from '../../support/packets.ts';
import { boxesOf, decode, probe } from '../../support/probe.ts';

let folder: string;
let script: string;
let programme: Programme;
let running: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-process-'));
  programme = await makeProgramme(folder, { seconds: 4 });
  script = await bundle('tests/support/outputChild.ts', folder);
});
afterEach(() => void running?.kill('SIGKILL'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the process and has it record the programme into `file`, all of it taken. */
async function startRecording(file: string) {
  const child = fork(script, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  running = child;
  const events: OutputEvent[] = [];
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  child.on('message', (event: OutputEvent) => events.push(event));
  const send = (message: ChildMessage) => void child.send(message);
  const frames = () => {
    send({ order: { type: 'getFigures', requestId: 1 } });
    const last = events.findLast((event) => event.type === 'figures');
    return last?.recording.videoFrames;
  };
  const states = () =>
    events.flatMap((event) => (event.type === 'recording' ? [event.status.state] : []));

  await expect.poll(() => events).toContainEqual({ type: 'ready' });
  send({ order: { type: 'attachStage' } });
  send({ order: { type: 'startRecording', file } });
  await expect.poll(states).toEqual(['recording']);
  send({ fromStage: { type: 'format', format: programme.video } });
  send({ fromStage: { type: 'format', format: programme.audio } });
  for (const packet of programme.packets) send({ fromStage: { type: 'packet', packet } });
  await expect.poll(frames).toBe(120);
  return { child, send, states, log: () => log };
}

async function expectFinished(file: string) {
  expect(await boxesOf(file)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
  expect((await probe(file)).videoFrames).toBe(120);
  await decode(file);
}

describe('the output process', () => {
  it('finishes a recording on a thread of its own', async () => {
    const file = join(folder, 'ordered.mp4');
    const { send, states } = await startRecording(file);
    send({ order: { type: 'stopRecording' } });
    await expect.poll(states).toEqual(['recording', 'finishing', 'finished']);
    await expectFinished(file);
  });

  it('finishes the recording when a bug surfaces, and logs one line without the key', async () => {
    const file = join(folder, 'bug.mp4');
    const { child, send, log } = await startRecording(file);
    send({ bug: 'cannot push to rtmp://host/live/secret-key' });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(log()).toBe('output process ends: Error: cannot push to rtmp://host/live/***\n');
    await expectFinished(file);
  });

  it('finishes the recording when it is told to end', async () => {
    const file = join(folder, 'ended.mp4');
    const { child } = await startRecording(file);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await expectFinished(file);
  });
});

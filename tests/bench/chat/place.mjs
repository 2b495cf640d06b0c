import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readProcess, readPssMb } from '../proc.mjs';
import { until } from '../run.mjs';

const START_MS = 20_000;
/** A server that does not hold the load fills its memory; it may have so much, MiB. */
const MOST_MB = 1_500;

/** Limits that would keep a bench from one machine out; all others are as they are shipped. */
const limits = {
  connections: 100_000,
  connectionsPerAddress: 100_000,
  connectionBurst: 100_000,
};

/** One of the two servers, in a process of its own. */
export async function openServer(kindName, { program, folder, rooms, turn }) {
  const options = {
    file: join(folder, `chat-${turn}.db`),
    limits,
    rooms: Array.from({ length: rooms }, (_, room) => [`room${room}`, 'owner']),
  };
  const [script, args] =
    kindName === 'ours'
      ? [program, [JSON.stringify(options)]]
      : [fileURLToPath(new URL('peer.mjs', import.meta.url)), []];
  const child = fork(script, args, {
    execArgv: [`--max-old-space-size=${MOST_MB}`],
    stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  /** @type {any} */
  let told = {};
  child.on('message', (message) => {
    told = { ...told, .../** @type {object} */ (message) };
  });
  if (!(await until(() => told.port !== undefined, START_MS)))
    throw new Error('the server does not start');
  return {
    port: told.port,
    told: () => told,
    isGone: () => child.exitCode !== null || child.signalCode !== null,
    cpuSeconds: () => readProcess(child.pid ?? 0)?.own ?? 0,
    memoryMb: () => readPssMb(child.pid ?? 0),
    /** The delay of its loop is counted from here on. */
    beginDelay: () => child.connected && child.send({ begin: true }),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Viewers in a process of their own. */
export function openCrowd(job) {
  const child = fork(fileURLToPath(new URL('crowd.mjs', import.meta.url)), [JSON.stringify(job)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  /** @type {any} */
  let told = {};
  child.on('message', (message) => {
    told = { ...told, .../** @type {object} */ (message) };
  });
  return {
    told: () => told,
    say: (order) => child.connected && child.send(order),
    cpuSeconds: () => readProcess(child.pid ?? 0)?.own ?? 0,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

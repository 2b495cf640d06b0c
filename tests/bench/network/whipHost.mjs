import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from '../run.mjs';

const SCRIPT = fileURLToPath(new URL('../../support/whip/server.py', import.meta.url));
/** Debian's own Python, which has GStreamer's bindings. */
const PYTHON = '/usr/bin/python3';
/** Of the jitter buffer: room for a lost packet to be sent again, ms. */
const LATENCY_MS = 200;

/**
 * The far end of a cable for WHIP: GStreamer's webrtcbin, which decodes what it gets. A picture has
 * arrived when it has been decoded.
 */
export async function startWhipHost(cable, folder, port) {
  await mkdir(folder, { recursive: true });
  const options = {
    port,
    folder,
    address: cable.serverAddress,
    latency: LATENCY_MS,
    each: true,
    wait: true,
  };
  const arrivals = [];
  let starts = 0;
  let child = null;
  let next = null;

  /** A server that needs but a word to begin: the seconds that Python takes are no part of a fault. */
  function prepare() {
    const { command, args } = cable.on('server', PYTHON, [SCRIPT, JSON.stringify(options)]);
    next = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  }

  async function start() {
    const before = ++starts * 1_000;
    let listening = false;
    if (!next) prepare();
    child = next;
    next = null;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line);
      if (said.kind === 'listening') listening = true;
      if (said.kind === 'error' || said.kind === 'warning')
        console.error(`WHIP endpoint: ${said.text}`);
      if (said.kind !== 'frame') return;
      const { at, ts, bytes, connection } = said;
      arrivals.push({ kind: 'video', at, ts, bytes, connection: before + connection });
    });
    child.stdin.write('\n');
    await until(() => listening || child.exitCode !== null, 15_000);
    if (!listening) throw new Error('the WHIP endpoint did not start');
    prepare();
  }

  await start();
  return {
    arrivals,
    order(order) {
      if (order === 'kill') child.kill('SIGKILL');
      if (order === 'start') void start().catch((error) => console.error(error.message));
      if (order === 'stall') child.kill('SIGSTOP');
      if (order === 'resume') child.kill('SIGCONT');
    },
    async stop() {
      next?.kill('SIGKILL');
      child.kill('SIGKILL');
      await until(() => child.exitCode !== null || child.signalCode !== null, 5_000);
    },
  };
}

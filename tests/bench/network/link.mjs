import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../run.mjs';

const SCRIPT = fileURLToPath(new URL('link.py', import.meta.url));

/**
 * @typedef {object} Condition of the cable, both ways
 * @property {number} [kbps] kilobits per second; 0 for no limit
 * @property {number} [delayMs] one way
 * @property {number} [jitterMs] more or less than the delay
 * @property {number} [loss] 0..1
 * @property {boolean} [cut] nothing passes, and nobody is told
 * @property {number} [queueMs] of the rate that may wait
 */

/** A good cable. @type {Required<Condition>} */
export const GOOD = { kbps: 0, delayMs: 5, jitterMs: 0, loss: 0, cut: false, queueMs: 300 };

/**
 * Two hosts, `client` and `server`, as network namespaces with one cable between them. Needs root.
 * Both send by CUBIC, what Windows, macOS and most of Linux send by, whatever this machine has.
 * @param {string} id short, for the names of the namespaces
 * @param {number} index 1..250, for the addresses 10.77.<index>.1 and .2
 * @param {string | null} from a client that there is already, and stays: this is one more cable of it
 */
export async function layCable(id, index, from = null) {
  const hosts = { client: from ?? `as-${id}-c`, server: `as-${id}-s` };
  const own = from ? [hosts.server] : Object.values(hosts);
  const [clientAddress, serverAddress] = [`10.77.${index}.1`, `10.77.${index}.2`];
  for (const name of own) {
    await run('ip', ['netns', 'del', name]).catch(() => {});
    await run('ip', ['netns', 'add', name]);
  }
  // Nobody answers questions for names there, and says so at once.
  const names = join('/etc/netns', hosts.client);
  await mkdir(names, { recursive: true });
  await writeFile(join(names, 'resolv.conf'), 'nameserver 127.0.0.1\n');
  const python = spawn(
    'python3',
    [SCRIPT, hosts.client, clientAddress, hosts.server, serverAddress, `cable${index}`],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let words = '';
  python.stderr.on('data', (data) => (words = (words + data).slice(-2000)));
  const ready = once(python.stdout, 'data');
  const ended = once(python, 'exit');
  const first = await Promise.race([ready, ended.then(() => null)]);
  if (first === null) throw new Error(`the cable could not be laid: ${words}`);
  return {
    serverAddress,
    clientAddress,
    client: hosts.client,
    /** Command and arguments that run something on one of the two hosts. */
    on: (/** @type {'client' | 'server'} */ host, command, args) => ({
      command: 'ip',
      args: ['netns', 'exec', hosts[host], command, ...args],
    }),
    /** @param {Condition} condition what is not named stays */
    set(condition) {
      python.stdin.write(`${JSON.stringify(condition)}\n`);
    },
    async remove() {
      python.kill('SIGKILL');
      if (python.exitCode === null && python.signalCode === null) await ended;
      for (const name of own) await run('ip', ['netns', 'del', name]);
      if (!from) await rm(names, { recursive: true, force: true });
    },
  };
}

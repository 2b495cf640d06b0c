/**
 * The far end of the cable: Debian's nginx with its RTMP module behind a tap that notes when each
 * picture arrives. Runs inside the server's namespace. Orders come as lines on the standard input
 * (`kill`, `start`, `stall`, `resume`); what arrives goes to the standard output as lines of JSON.
 *
 *     node serverHost.mjs FOLDER PORT
 */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createRtmpReader } from '../rtmp-reader.mjs';
import { until } from '../run.mjs';

const MODULE = '/usr/lib/nginx/modules/ngx_rtmp_module.so';
const NGINX_PORT = 1936;
const [folder = '.', port = '1935'] = process.argv.slice(2);

const say = (/** @type {unknown} */ line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const nowMs = () => performance.timeOrigin + performance.now();

await mkdir(join(folder, 'recordings'), { recursive: true });
await writeFile(
  join(folder, 'nginx.conf'),
  `load_module ${MODULE};
${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; master_process off; pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log warn;
events { worker_connections 64; }
rtmp { server { listen 127.0.0.1:${NGINX_PORT}; chunk_size 4096;
  application live { live on; drop_idle_publisher 5s; record all; record_path ${folder}/recordings; record_suffix -%s.flv; record_unique on; }
  application deny { live on; deny publish all; } } }
`,
);

let nginx = null;
const sockets = new Set();
let connections = 0;
let stalled = false;
let tap = null;

async function start() {
  nginx = spawn(
    'nginx',
    ['-p', folder, '-e', join(folder, 'nginx.log'), '-c', join(folder, 'nginx.conf')],
    {
      stdio: 'ignore',
    },
  );
  await until(() => accepts(NGINX_PORT), 10_000);
  tap = createServer(take);
  await new Promise((resolve) => tap.listen(Number(port), '0.0.0.0', () => resolve(undefined)));
}

function take(publisher) {
  const connection = ++connections;
  const upstream = connect(NGINX_PORT, '127.0.0.1');
  for (const socket of [publisher, upstream]) {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  }
  publisher.on('close', () => upstream.destroy());
  upstream.on('close', () => publisher.destroy());
  const read = createRtmpReader((seen) => {
    if (seen.kind === 'video' && !seen.isCoded) return;
    say({ at: nowMs(), connection, kind: seen.kind, ts: seen.timestampMs, bytes: seen.bytes });
  });
  publisher.on('data', read);
  publisher.pipe(upstream);
  upstream.pipe(publisher);
  if (stalled) hold(publisher, upstream);
}

/** Takes nothing more, and does not say so. */
function hold(...held) {
  for (const socket of held) {
    socket.unpipe();
    socket.pause();
    socket.removeAllListeners('data');
  }
}

async function kill() {
  tap?.close();
  for (const socket of sockets) socket.destroy();
  nginx?.kill('SIGKILL');
}

const accepts = (/** @type {number} */ at) =>
  new Promise((resolve) => {
    const socket = connect(at, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

await start();
say({ ready: true });
for await (const order of createInterface({ input: process.stdin })) {
  if (order === 'kill') await kill();
  else if (order === 'start') await start();
  else if (order === 'stall') {
    stalled = true;
    hold(...sockets);
  } else if (order === 'resume') {
    stalled = false;
    // What was held is of no more use to anybody.
    for (const socket of sockets) socket.destroy();
  }
}
await kill();
process.exit(0);

import { spawn } from 'node:child_process';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { until, wait } from './run.mjs';

const MODULES = '/usr/lib/nginx/modules/ngx_rtmp_module.so';

/** A port of 127.0.0.1 that was free a moment ago. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/**
 * Debian's nginx with its RTMP module, recording every stream into `<recordings>/<key>.flv`.
 * @param {string} folder an empty folder of its own
 * @returns {Promise<{ port: number, recordingOf: (key: string) => Promise<string>, stop: () => Promise<void> }>}
 */
export async function startRtmpServer(folder) {
  const recordings = join(folder, 'recordings');
  await mkdir(recordings, { recursive: true });
  const port = /** @type {number} */ (await freePort());
  const config = join(folder, 'nginx.conf');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  await writeFile(
    config,
    `load_module ${MODULES};
${user} daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log warn;
events { worker_connections 64; }
rtmp { server { listen 127.0.0.1:${port}; chunk_size 4096;
  application live { live on; record all; record_path ${recordings}; record_suffix .flv; } } }
`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-e', join(folder, 'nginx.log'), '-c', config], {
    stdio: 'ignore',
  });
  const closed = new Promise((resolve) => nginx.on('close', resolve));
  nginx.on('error', () => {});
  const isUp = await until(() => nginx.exitCode === null && accepts(port), 10_000);
  if (!isUp) throw new Error(`nginx did not start; see ${folder}/nginx.log`);

  return {
    port,
    /** The finished recording: waits until it stops growing. Rejects where nothing was recorded. */
    recordingOf: async (key) => {
      const file = join(recordings, `${key}.flv`);
      let size = -1;
      for (let tries = 0; tries < 50; tries++) {
        const now = await stat(file).then(
          (it) => it.size,
          () => -1,
        );
        if (now > 0 && now === size) return file;
        size = now;
        await wait(200);
      }
      const found = await readdir(recordings);
      throw new Error(`nothing recorded of this run (${found.length} files of others)`);
    },
    stop: async () => {
      nginx.kill('SIGTERM');
      await closed;
    },
  };
}

const accepts = (/** @type {number} */ port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readProcess, readPssMb } from '../proc.mjs';
import { wait } from '../run.mjs';
import { openServer } from './place.mjs';

/** How much a viewer may be behind, seconds. */
const LAG_SECONDS = 1;
/** Time for what was added to show what it costs, ms. */
const STEP_MS = 2_000;

/**
 * Adds viewers of one kind until the first lags, the server lets nobody in, or there are enough.
 * @param {'flv' | 'hls'} kind
 * @param {{ folder: string, stream: { file: string, bytesPerSecond: number }, most: number }} job
 * @param {AbortSignal} signal
 */
export async function measureKind(kind, { folder, stream, most }, signal) {
  const server = await openServer(folder, stream.file);
  const clients = fork(
    fileURLToPath(new URL('clients.mjs', import.meta.url)),
    [kind, String(server.port), String(stream.bytesPerSecond)],
    { stdio: 'inherit' },
  );
  const gone = new Promise((resolve) => clients.on('close', resolve));
  let told = { served: 0, refused: 0, failed: 0, bytes: 0, worstLagSeconds: 0 };
  clients.on('message', (message) => {
    told = /** @type {typeof told} */ (message);
  });
  const best = { viewers: 0, serverCores: 0, clientCores: 0, serverMb: 0, mbps: 0 };
  let endedBy = 'enough';
  try {
    while (!signal.aborted) {
      // As many as the server's own rule lets in at once.
      const add = Math.min(Math.max(10, Math.floor(told.served / 5)), most - told.served);
      if (add <= 0) break;
      clients.send({ add });
      const before = reading(server.pid, clients.pid ?? 0, told.bytes);
      await wait(STEP_MS);
      const after = reading(server.pid, clients.pid ?? 0, told.bytes);
      if (told.worstLagSeconds > LAG_SECONDS) endedBy = 'lag';
      else if (told.failed > 0) endedBy = 'failure';
      else if (server.fullBecause()) endedBy = 'full';
      if (endedBy !== 'enough') break;
      const seconds = (after.atMs - before.atMs) / 1000;
      Object.assign(best, {
        viewers: told.served,
        serverCores: (after.server - before.server) / seconds,
        clientCores: (after.clients - before.clients) / seconds,
        serverMb: readPssMb(server.pid),
        mbps: ((after.bytes - before.bytes) * 8) / 1e6 / seconds,
      });
    }
    const because = server.fullBecause();
    return {
      kind,
      ...best,
      endedBy,
      lagSeconds: told.worstLagSeconds,
      because: because?.[1] ?? null,
    };
  } finally {
    clients.disconnect();
    await gone;
    await server.stop();
  }
}

const reading = (server, clients, bytes) => ({
  atMs: performance.now(),
  server: readProcess(server)?.own ?? 0,
  clients: readProcess(clients)?.own ?? 0,
  bytes,
});

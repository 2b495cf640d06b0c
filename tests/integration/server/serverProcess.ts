import { type ChildProcess, fork } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerEvent, ServerOrder } from '../../../common/ipc/server.ts';
import { buildPrograms } from '../../../scripts/build.mjs';
import { builtWatchPage, publishKey, tempFolder, until } from './support.ts';

export const processSecrets = {
  playToken: 'play-token-0123456789',
  ownerSecret: 'owner-secret-0123456789',
} as const;

export type StartOrder = Partial<Extract<ServerOrder, { type: 'start' }>>;
export type ServerProcess = ReturnType<typeof startServerProcess>;

/** The server's programs and the viewer page as they are shipped, in a folder of their own. */
export async function buildServer(): Promise<string> {
  const dist = await tempFolder();
  await buildPrograms(['server', 'serverProcess', 'databaseThread'], join(dist, 'main'));
  await cp(await builtWatchPage(), join(dist, 'watch'), { recursive: true });
  return dist;
}

/** The embedded server's own process, as main starts it. */
export function startServerProcess(dist: string, order: StartOrder = {}) {
  const child: ChildProcess = fork(join(dist, 'main/serverProcess.mjs'), { stdio: 'inherit' });
  const events: ServerEvent[] = [];
  child.on('message', (event) => events.push(event as ServerEvent));
  const send = (message: ServerOrder) => child.send(message);
  const event = <T extends ServerEvent['type']>(type: T) =>
    until(`event ${type}`, () =>
      events.find((it): it is Extract<ServerEvent, { type: T }> => it.type === type),
    );
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  send({
    type: 'start',
    host: '127.0.0.1',
    rtmpPort: 0,
    httpPort: 0,
    publishKey,
    watchFolder: join(dist, 'watch'),
    ...processSecrets,
    dataFolder: '',
    streamName: 'live',
    ...order,
  });
  return { child, events, send, event, ended };
}
